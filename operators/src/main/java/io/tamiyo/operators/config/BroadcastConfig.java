package io.tamiyo.operators.config;

import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration as one subtask has read it: values in broadcast state, resolved options in a
 * cache, and whether the stream was read to its end since the job started.
 */
public final class BroadcastConfig {

  /** Values by key, for a layer, or for all under the empty id. */
  public static final MapStateDescriptor<String, Map<String, String>> STATE =
      new MapStateDescriptor<>("config", Types.STRING, Types.MAP(Types.STRING, Types.STRING));

  private static final Logger LOG = LoggerFactory.getLogger(BroadcastConfig.class);
  private static final String ALL = "";
  private static final int MAX_CACHED_LAYERS = 10_000;

  private final LayerConfigs configs;
  private final LayerConfig defaults;
  private final EntryCodec codec;
  private final Map<String, LayerConfig> cache = new HashMap<>();
  private boolean caughtUp;

  /**
   * @param defaults the job's own options
   */
  public BroadcastConfig(LayerConfig defaults, EntryCodec codec) {
    this.configs = new LayerConfigs(defaults);
    this.defaults = defaults;
    this.codec = codec;
  }

  /** Whether the stream was read to its end since the job started. */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /** The options of a layer as they hold now. */
  public LayerConfig of(String layer, ReadOnlyBroadcastState<String, Map<String, String>> state)
      throws Exception {
    LayerConfig cached = cache.get(layer);
    if (cached != null) {
      return cached;
    }
    LayerConfig resolved = resolve(layer, valuesOf(ALL, state), valuesOf(layer, state));
    if (cache.size() >= MAX_CACHED_LAYERS) {
      cache.clear();
    }
    cache.put(layer, resolved);
    return resolved;
  }

  /** Applies what the entry holds, and returns what was refused and is not applied. */
  public List<Decoded.Bad> apply(
      ConfigEntry entry, BroadcastState<String, Map<String, String>> state) throws Exception {
    if (entry.caughtUp()) {
      caughtUp = true;
      return List.of();
    }
    List<Decoded.Bad> refused = new ArrayList<>();
    int ordinal = 0;
    for (Decoded decoded : codec.read(entry.fields())) {
      Optional<String> problem = Optional.empty();
      if (decoded instanceof Decoded.Bad bad) {
        refused.add(bad);
      } else if (decoded instanceof Decoded.Good good) {
        problem = set(good, state);
      }
      if (problem.isPresent()) {
        refused.add(refusal(ordinal, problem.get()));
      }
      ordinal++;
    }
    return refused;
  }

  /** Resolves what was valid when it was set, with job options that may have changed since. */
  private LayerConfig resolve(
      String layer, Map<String, String> ofAll, Map<String, String> ofLayer) {
    try {
      return configs.resolve(ofAll, ofLayer);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "Layer {} runs on the job's own options: values of the configuration stream contradict"
              + " them since the job was restarted with others ({}); set the value again",
          layer,
          e.getMessage());
      return defaults;
    }
  }

  private Optional<String> set(Decoded.Good good, BroadcastState<String, Map<String, String>> state)
      throws Exception {
    if (!(good.message() instanceof ConfigUpdate update)) {
      return Optional.of(
          "found " + MessageTypes.nameOf(good.message()) + "; expected ConfigUpdate");
    }
    String place = update.layerId() == null ? ALL : update.layerId();
    Map<String, String> changed = new HashMap<>(valuesOf(place, state));
    if (update.value() == null) {
      changed.remove(update.key());
    } else {
      changed.put(update.key(), update.value());
    }
    Optional<String> refusal = refusal(place, update.key(), changed, state);
    if (refusal.isEmpty()) {
      state.put(place, changed);
      cache.clear();
    }
    return refusal;
  }

  private Optional<String> refusal(
      String place,
      String key,
      Map<String, String> changed,
      BroadcastState<String, Map<String, String>> state)
      throws Exception {
    if (!place.equals(ALL)) {
      return configs.refusal(key, valuesOf(ALL, state), Map.of(place, changed));
    }
    Map<String, Map<String, String>> layers = new HashMap<>();
    for (Map.Entry<String, Map<String, String>> entry : state.immutableEntries()) {
      if (!entry.getKey().equals(ALL)) {
        layers.put(entry.getKey(), entry.getValue());
      }
    }
    return configs.refusal(key, changed, layers);
  }

  private static Map<String, String> valuesOf(
      String place, ReadOnlyBroadcastState<String, Map<String, String>> state) throws Exception {
    Map<String, String> values = state.get(place);
    return values == null ? Map.of() : values;
  }

  private static Decoded.Bad refusal(int ordinal, String problem) {
    return new Decoded.Bad(
        ordinal,
        1,
        new DecodeFailure(
            DecodeFailure.Reason.INVALID_MESSAGE, "messages[" + ordinal + "]", problem));
  }
}
