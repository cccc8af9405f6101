package io.tamiyo.operators.config;

import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
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
   * The options of a layer, if they are known without a look at the values.
   *
   * @param timeMs the layer's clock
   */
  public @Nullable LayerConfig known(String layer, long timeMs) {
    Resolved cached = cache.get(layer);
    return cached != null && timeMs >= cached.fromMs() && timeMs < cached.untilMs()
        ? cached.config()
        : null;
  }

  /**
   * The options of a layer.
   *
   * @param timeMs the layer's clock
   */
  public LayerConfig of(String layer, long timeMs, Stored stored) throws Exception {
    LayerConfig known = known(layer, timeMs);
    if (known != null) {
      return known;
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
    EntryUpdates read = EntryUpdates.of(codec.read(entry.fields()));
    if (!read.refused().isEmpty()) {
      return read.refused();
    }
    ConfigValues set = values(new Stored(now, later));
    Optional<String> problem = set.change(read.updates(), entry.time(), configs);
    if (problem.isPresent()) {
      return read.allRefused(problem.get());
    }
    cache.clear();
    Stored.save(set, now, later);
    return List.of();
  }

  private ConfigValues values(Stored stored) throws Exception {
    if (values == null) {
      values = stored.load();
    }
    return values;
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
}
