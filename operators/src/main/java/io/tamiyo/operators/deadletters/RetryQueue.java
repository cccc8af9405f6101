package io.tamiyo.operators.deadletters;

import io.tamiyo.operators.redis.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Letters that the job tries again by itself, by the inbound stream that they go back to, and whose
 * turn it is. Knows where they stand, not what they hold, and only so many; by the same letters and
 * the same times of streams always the same are due.
 */
final class RetryQueue {

  /** As many letters as are kept by default: 2 MB of coordinates. */
  static final int MAX_LETTERS = 10_000;

  /** Of one stream. */
  static final int MAX_OF_STREAM = 1_000;

  /** At once into one stream: all together they would be one too many again. */
  static final int AT_ONCE = 20;

  /** At once into all streams. */
  static final int AT_ONCE_IN_ALL = 200;

  private static final Comparator<Waiting> BY_TURN =
      Comparator.comparingLong(Waiting::dueMs).thenComparing(Waiting::letter);

  /**
   * A letter that waits.
   *
   * @param letter its id
   * @param stream where its entry stood
   * @param dueMs when it may be tried again, in the time of that stream
   */
  record Waiting(StreamId letter, String stream, long dueMs) {}

  /** Streams that were asked last stand last. */
  private final Map<String, Queue<Waiting>> streams = new LinkedHashMap<>();

  /** Of all that waits, so that whoever reads the letters again has none wait twice. */
  private final Set<StreamId> letters = new HashSet<>();

  /**
   * Has a letter wait, unless it does so already.
   *
   * @return false when too many wait
   */
  boolean add(Waiting waiting) {
    if (letters.contains(waiting.letter())) {
      return true;
    }
    if (letters.size() >= MAX_LETTERS || sizeOf(waiting.stream()) >= MAX_OF_STREAM) {
      return false;
    }
    letters.add(waiting.letter());
    streams.computeIfAbsent(waiting.stream(), any -> new PriorityQueue<>(BY_TURN)).add(waiting);
    return true;
  }

  /** Whether there is room again for many letters of a stream, half of it at least. */
  boolean hasRoom(String stream) {
    return letters.size() <= MAX_LETTERS / 2 && sizeOf(stream) <= MAX_OF_STREAM / 2;
  }

  /**
   * Takes away those whose turn it is, by stream, of each the longest due first. Those of a stream
   * that is gone go nowhere: people may still look at them.
   *
   * @param latestMs the clock that gives the times of all streams: none is asked before its first
   *     letter may be due
   * @param timeOf the time of a stream, the milliseconds of its last id; empty when it is gone
   */
  List<Waiting> due(long latestMs, Function<String, OptionalLong> timeOf) {
    Map<String, OptionalLong> times = new LinkedHashMap<>();
    streams.forEach(
        (stream, waiting) -> {
          if (times.size() < AT_ONCE_IN_ALL && waiting.element().dueMs() <= latestMs) {
            times.put(stream, timeOf.apply(stream));
          }
        });
    List<Waiting> due = new ArrayList<>();
    times.forEach((stream, time) -> take(stream, time, due));
    return due;
  }

  private void take(String stream, OptionalLong time, List<Waiting> due) {
    int most = Math.min(AT_ONCE, AT_ONCE_IN_ALL - due.size());
    Queue<Waiting> ofStream = streams.get(stream);
    if (most == 0 || ofStream == null) {
      return;
    }
    streams.remove(stream);
    ofStream.forEach(waiting -> letters.remove(waiting.letter()));
    if (time.isEmpty()) {
      return;
    }
    for (int i = 0; i < most && isDue(ofStream.peek(), time.getAsLong()); i++) {
      due.add(ofStream.remove());
    }
    ofStream.forEach(this::add);
  }

  private static boolean isDue(@Nullable Waiting first, long timeMs) {
    return first != null && first.dueMs() <= timeMs;
  }

  /** Letters that wait. */
  int size() {
    return letters.size();
  }

  private int sizeOf(String stream) {
    Queue<Waiting> ofStream = streams.get(stream);
    return ofStream == null ? 0 : ofStream.size();
  }
}
