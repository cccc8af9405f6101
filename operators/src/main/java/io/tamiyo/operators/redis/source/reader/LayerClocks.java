package io.tamiyo.operators.redis.source.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows how long each layer has been silent. Fetchers note what they see, the ticker asks. All
 * times are those of {@link System#nanoTime()}, given by the caller.
 *
 * <p>A layer gets no second tick before the first was read back, so that a reader which lags behind
 * does not bury itself in ticks; only after ten times the silence it is held for lost.
 */
final class LayerClocks {
  private static final int LOST_AFTER = 10;

  private final long silentNanos;
  private final Map<String, Clock> clocks = new ConcurrentHashMap<>();

  /** A layer that is due for a tick. */
  record Due(String layer, String stream) {}

  private static final class Clock {
    private final String stream;
    private volatile long seenNanos;
    private volatile long tickedNanos;

    Clock(String stream, long now) {
      this.stream = stream;
      this.seenNanos = now;
      this.tickedNanos = now;
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
