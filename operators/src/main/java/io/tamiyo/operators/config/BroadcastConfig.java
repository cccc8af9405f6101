package io.tamiyo.operators.config;

import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.redis.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration as one subtask has read it: values in broadcast state, resolved options in a
 * cache, and whether its input has come to the end that the stream had when the job started. What
 * stood in the stream when the subtask opened it has read by itself ({@link ReadAhead}).
 */
public final class BroadcastConfig {

  private static final Logger LOG = LoggerFactory.getLogger(BroadcastConfig.class);
  private static final int MAX_CACHED_LAYERS = 10_000;

  private final LayerConfigs configs;
  private final LayerConfig defaults;
  private final EntryJudge judge;
  private final Map<String, Resolved> cache = new HashMap<>();
  private @Nullable Begun begun;
  private boolean caughtUp;

  /** The options of a layer, and when they hold, milliseconds of its stream's time. */
  private record Resolved(LayerConfig config, long fromMs, long untilMs) {}

  /**
   * What it goes by since it has begun.
   *
   * @param values what is set
   */
  private record Begun(ConfigState state, ConfigValues values, ReadAhead ahead) {}

  /**
   * @param defaults the job's own options
   */
  public BroadcastConfig(LayerConfig defaults, EntryCodec codec) {
    this.configs = new LayerConfigs(defaults);
    this.defaults = defaults;
    this.judge = new EntryJudge(configs, codec);
  }

  /**
   * Goes on from what is kept, and reads what has been set since.
   *
   * @param reports whether what is refused is to be reported here, as the input brings it
   * @throws IOException when the stream can't be read
   */
  public void begin(ConfigState state, ConfigLog log, boolean reports) throws Exception {
    ConfigValues values = state.load();
    ReadAhead ahead = new ReadAhead(state, reports);
    ahead.read(log, values, judge);
    begun = new Begun(state, values, ahead);
  }

  /** Whether the input has come to the end that the stream had when the job started. */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /**
   * The options of a layer.
   *
   * @param timeMs the layer's clock
   */
  public LayerConfig of(String layer, long timeMs) {
    Resolved cached = cache.get(layer);
    if (cached != null && timeMs >= cached.fromMs() && timeMs < cached.untilMs()) {
      return cached.config();
    }
    ConfigValues set = begun().values();
    LayerConfig resolved = resolve(layer, set.at(ConfigValues.ALL, timeMs), set.at(layer, timeMs));
    if (cache.size() >= MAX_CACHED_LAYERS) {
      cache.clear();
    }
    cache.put(layer, new Resolved(resolved, set.lastChange(timeMs), set.nextChange(timeMs)));
    return resolved;
  }

  /**
   * Applies what the entry holds, all of it or nothing, and returns what is refused of it, now or
   * when it was read before.
   */
  public List<Decoded.Bad> apply(ConfigEntry entry) throws Exception {
    Begun here = begun();
    switch (entry.kind()) {
      case ENTRY -> {
        return here.ahead().holds(entry.id()) ? here.ahead().refused(entry.id()) : set(here, entry);
      }
      case CAUGHT_UP -> {
        caughtUp = true;
        if (here.state().position() == null) {
          here.state().keep(entry.id());
        }
      }
      case RECREATED -> here.ahead().recreated(entry.id(), caughtUp);
    }
    return List.of();
  }

  private List<Decoded.Bad> set(Begun here, ConfigEntry entry) throws Exception {
    List<Decoded.Bad> refused = judge.change(here.values(), entry);
    StreamId position = here.ahead().with(entry.id());
    if (!refused.isEmpty()) {
      here.state().keep(position);
      return refused;
    }
    cache.clear();
    here.state().save(here.values(), position);
    return refused;
  }

  private Begun begun() {
    return Objects.requireNonNull(begun, "runs in a ConfiguredOperator only");
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
