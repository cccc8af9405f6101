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
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;
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

  /** Values that hold from a later time on, in the order of their times. */
  public static final MapStateDescriptor<Long, LaterValue> LATER =
      new MapStateDescriptor<>("config-later", Types.LONG, TypeInformation.of(LaterValue.class));

  private static final Logger LOG = LoggerFactory.getLogger(BroadcastConfig.class);
  private static final int MAX_CACHED_LAYERS = 10_000;

  private final LayerConfigs configs;
  private final LayerConfig defaults;
  private final EntryCodec codec;
  private final Map<String, Resolved> cache = new HashMap<>();
  private @Nullable ConfigValues values;
  private boolean caughtUp;

  /** The options of a layer, and when they hold, milliseconds of its stream's time. */
  private record Resolved(LayerConfig config, long fromMs, long untilMs) {}

  /**
   * Both parts of the broadcast state, while an element is processed.
   *
   * @param now as {@link #STATE}
   * @param later as {@link #LATER}
   */
  public record Stored(
      ReadOnlyBroadcastState<String, Map<String, String>> now,
      ReadOnlyBroadcastState<Long, LaterValue> later) {}

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

  /**
   * The options of a layer.
   *
   * @param timeMs the layer's clock
   */
  public LayerConfig of(String layer, long timeMs, Stored stored) throws Exception {
    Resolved cached = cache.get(layer);
    if (cached != null && timeMs >= cached.fromMs() && timeMs < cached.untilMs()) {
      return cached.config();
    }
    ConfigValues set = values(stored);
    LayerConfig resolved = resolve(layer, set.at(ConfigValues.ALL, timeMs), set.at(layer, timeMs));
    if (cache.size() >= MAX_CACHED_LAYERS) {
      cache.clear();
    }
    cache.put(layer, new Resolved(resolved, set.lastChange(timeMs), set.nextChange(timeMs)));
    return resolved;
  }

  /**
   * Applies what the entry holds, all of it or nothing, and returns what was refused and is not
   * applied.
   */
  public List<Decoded.Bad> apply(
      ConfigEntry entry,
      BroadcastState<String, Map<String, String>> now,
      BroadcastState<Long, LaterValue> later)
      throws Exception {
    if (entry.caughtUp()) {
      caughtUp = true;
      return List.of();
    }
    List<ConfigUpdate> updates = new ArrayList<>();
    List<Decoded.Bad> refused = read(entry, updates);
    if (!refused.isEmpty()) {
      return refused;
    }
    ConfigValues set = values(new Stored(now, later));
    Optional<String> problem = set.change(updates, entry.time(), configs);
    if (problem.isPresent()) {
      return List.of(refusal(updates.size() == 1 ? 0 : -1, updates.size(), problem.get()));
    }
    cache.clear();
    store(set, now, later);
    return List.of();
  }

  /** Adds the updates that an entry holds, and returns what is none. */
  private List<Decoded.Bad> read(ConfigEntry entry, List<ConfigUpdate> updates) {
    List<Decoded.Bad> refused = new ArrayList<>();
    int ordinal = 0;
    for (Decoded decoded : codec.read(entry.fields())) {
      if (decoded instanceof Decoded.Bad bad) {
        refused.add(bad);
      } else if (decoded instanceof Decoded.Good good) {
        if (good.message() instanceof ConfigUpdate update) {
          updates.add(update);
        } else {
          String found = MessageTypes.nameOf(good.message());
          refused.add(refusal(ordinal, 1, "found " + found + "; expected ConfigUpdate"));
        }
      }
      ordinal++;
    }
    if (!refused.isEmpty() && !updates.isEmpty()) {
      refused.add(
          refusal(-1, updates.size(), "what else the entry holds is not set, since it is one"));
    }
    return refused;
  }

  private ConfigValues values(Stored stored) throws Exception {
    if (values == null) {
      Map<String, Map<String, String>> places = new HashMap<>();
      for (Map.Entry<String, Map<String, String>> place : stored.now().immutableEntries()) {
        places.put(place.getKey(), place.getValue());
      }
      SortedMap<Long, LaterValue> later = new TreeMap<>();
      for (Map.Entry<Long, LaterValue> one : stored.later().immutableEntries()) {
        later.put(one.getKey(), one.getValue());
      }
      values = new ConfigValues(places, List.copyOf(later.values()));
    }
    return values;
  }

  private static void store(
      ConfigValues set,
      BroadcastState<String, Map<String, String>> now,
      BroadcastState<Long, LaterValue> later)
      throws Exception {
    now.clear();
    for (Map.Entry<String, Map<String, String>> place : set.places().entrySet()) {
      now.put(place.getKey(), new HashMap<>(place.getValue()));
    }
    later.clear();
    long number = 0;
    for (LaterValue value : set.later()) {
      later.put(number++, value);
    }
  }

  /** Resolves what was valid when it was set, with job options that may have changed since. */
  private LayerConfig resolve(
      String layer, Map<String, String> ofAll, Map<String, String> ofLayer) {
    try {
      return configs.resolve(layer, ofAll, ofLayer);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "Layer {} runs on the job's own options: values of the configuration stream contradict"
              + " them since the job was restarted with others ({}); set the value again",
          layer,
          e.getMessage());
      return defaults.of(layer);
    }
  }

  private static Decoded.Bad refusal(int ordinal, int count, String problem) {
    String path = ordinal < 0 ? "" : "messages[" + ordinal + "]";
    return new Decoded.Bad(
        ordinal, count, new DecodeFailure(DecodeFailure.Reason.INVALID_MESSAGE, path, problem));
  }
}
