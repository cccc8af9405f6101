package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows how long each layer has been silent. Fetchers note what they see, the ticker asks. All
 * times are those of {@link System#nanoTime()}, given by the caller, but for those in milliseconds,
 * which are the entries' own.
 *
 * <p>A layer gets no second tick before the first was read back, so that a reader which lags behind
 * does not bury itself in ticks; only after ten times the silence it is held for lost.
 */
final class LayerClocks {
  private static final int LOST_AFTER = 10;
  private static final long NEVER = -1;

  private final long silentNanos;
  private final Map<String, Clock> clocks = new ConcurrentHashMap<>();

  /** A layer that is due for a tick. */
  record Due(String layer, String stream) {}

  /**
   * A layer of which there was no sign of life for long.
   *
   * @param lastRead the last tick that was read back
   * @param silentMs for how long, in the time of the stream
   */
  record Gone(String layer, String stream, StreamId lastRead, long silentMs) {}

  private static final class Clock {
    private final String stream;
    private volatile long seenNanos;
    private volatile long tickedNanos;
    private volatile long aliveMs = NEVER;
    private volatile @Nullable StreamId lastTick;

    Clock(String stream, long now) {
      this.stream = stream;
      this.seenNanos = now;
      this.tickedNanos = now;
    }

    /** How long there was nothing but ticks, as the last of them tells; 0 before the first. */
    long silentMs() {
      StreamId tick = lastTick;
      return tick == null ? 0 : tick.ms() - aliveMs;
    }
  }

  LayerClocks(long silentNanos) {
    this.silentNanos = silentNanos;
  }

  /** Takes the layers that there are now; a new one counts as heard of just now. */
  void know(Map<String, String> streamOfLayer, Set<String> ownStreams, long now) {
    streamOfLayer.forEach(
        (layer, stream) -> {
          Clock known = clocks.get(layer);
          if (ownStreams.contains(stream) && (known == null || !known.stream.equals(stream))) {
            clocks.put(layer, new Clock(stream, now));
          }
        });
    clocks.keySet().retainAll(streamOfLayer.keySet());
  }

  /** Notes that an entry of a layer was read. */
  void seen(String layer, long now) {
    Clock clock = clocks.get(layer);
    if (clock != null) {
      clock.seenNanos = now;
    }
  }

  /** Takes what an entry that was read tells of its layer; the first tells that it is there. */
  void read(String layer, StreamEntry entry, boolean alive) {
    Clock clock = clocks.get(layer);
    if (clock == null) {
      return;
    }
    if (alive || clock.aliveMs == NEVER) {
      clock.aliveMs = entry.ms();
    }
    if (!alive) {
      clock.lastTick = new StreamId(entry.ms(), entry.seq());
    }
  }

  /** Takes an entry that may be of any layer of its stream for a sign of life of each. */
  void readOfAny(StreamEntry entry) {
    clocks.values().stream()
        .filter(clock -> clock.stream.equals(entry.stream()))
        .forEach(clock -> clock.aliveMs = entry.ms());
  }

  /** The layers without a sign of life for at least so long, in the time of their streams. */
  List<Gone> gone(long afterMs) {
    List<Gone> gone = new ArrayList<>();
    clocks.forEach(
        (layer, clock) -> {
          StreamId tick = clock.lastTick;
          if (tick != null && clock.silentMs() >= afterMs) {
            gone.add(new Gone(layer, clock.stream, tick, clock.silentMs()));
          }
        });
    return gone;
  }

  /** Knows nothing of a layer any more. */
  void forget(String layer) {
    clocks.remove(layer);
  }

  /** The layers that need a tick now; each of them counts as ticked. */
  List<Due> due(long now) {
    List<Due> due = new ArrayList<>();
    clocks.forEach(
        (layer, clock) -> {
          if (isDue(now, clock.seenNanos, clock.tickedNanos)) {
            clock.tickedNanos = now;
            due.add(new Due(layer, clock.stream));
          }
        });
    return due;
  }

  private boolean isDue(long now, long seen, long ticked) {
    boolean silent = now - seen >= silentNanos;
    boolean noneOutstanding = seen - ticked >= 0;
    return silent && (noneOutstanding || now - ticked >= LOST_AFTER * silentNanos);
  }
}
