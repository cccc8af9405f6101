package io.tamiyo.operators.config;

import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.redis.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration as one subtask has read it: values in broadcast state, resolved options in a
 * cache, and whether its input has come to the end that the stream had when the job started. What
 * stood in the stream when the subtask opened it has read by itself; its input brings that once
 * more, to be judged for who reports what was refused.
 */
public final class BroadcastConfig {

  private static final Logger LOG = LoggerFactory.getLogger(BroadcastConfig.class);
  private static final int MAX_CACHED_LAYERS = 10_000;

  private final LayerConfigs configs;
  private final LayerConfig defaults;
  private final EntryCodec codec;
  private final Map<String, Resolved> cache = new HashMap<>();
  private @Nullable Begun begun;
  private boolean caughtUp;

  /** The options of a layer, and when they hold, milliseconds of its stream's time. */
  private record Resolved(LayerConfig config, long fromMs, long untilMs) {}

  /**
   * What it goes by since it has begun.
   *
   * @param values what is set
   * @param told what was set by what the input has brought so far
   * @param upTo the last entry that was read without the input, or null
   */
  private record Begun(
      ConfigState state, ConfigValues values, ConfigValues told, @Nullable StreamId upTo) {

    boolean knows(StreamId entry) {
      return upTo != null && !entry.isAfter(upTo);
    }
  }

  /**
   * @param defaults the job's own options
   */
  public BroadcastConfig(LayerConfig defaults, EntryCodec codec) {
    this.configs = new LayerConfigs(defaults);
    this.defaults = defaults;
    this.codec = codec;
  }

  /**
   * Goes on from what is kept, and reads what has been set since. Where earlier releases have kept
   * values and not how far they had read, the input alone brings what is missing.
   *
   * @throws IOException when the stream can't be read
   */
  public void begin(ConfigState state, ConfigLog log) throws Exception {
    ConfigValues values = state.load();
    StreamId kept = state.position();
    AtomicReference<@Nullable StreamId> last = new AtomicReference<>(kept);
    if (kept != null || values.isEmpty()) {
      log.read(
          Objects.requireNonNullElse(kept, StreamId.ZERO),
          entry -> {
            change(values, entry);
            last.set(entry.id());
          });
    }
    begun = new Begun(state, values, state.load(), last.get());
    StreamId upTo = last.get();
    if (upTo != null && !upTo.equals(kept)) {
      state.save(values, upTo);
    }
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
   * Applies what the entry holds, all of it or nothing, and returns what was refused and is not
   * applied.
   */
  public List<Decoded.Bad> apply(ConfigEntry entry) throws Exception {
    if (entry.caughtUp()) {
      caughtUp = true;
      return List.of();
    }
    Begun here = begun();
    if (here.knows(entry.id())) {
      return change(here.told(), entry);
    }
    List<Decoded.Bad> refused = change(here.values(), entry);
    if (refused.isEmpty()) {
      cache.clear();
      here.state().save(here.values(), entry.id());
    }
    return refused;
  }

  /** Changes the values by an entry, or tells why not. */
  private List<Decoded.Bad> change(ConfigValues set, ConfigEntry entry) {
    EntryUpdates read = EntryUpdates.of(codec.read(entry.fields()));
    if (!read.refused().isEmpty()) {
      return read.refused();
    }
    return set.change(read.updates(), entry.time(), configs)
        .map(read::allRefused)
        .orElse(List.of());
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
