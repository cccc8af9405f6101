package io.tamiyo.jobs.deadletters;

import io.tamiyo.operators.redis.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Function;

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

  private int size;

  /**
   * Has a letter wait.
   *
   * @return false when too many wait already: it is left to people
   */
  boolean add(Waiting waiting) {
    Queue<Waiting> ofStream = streams.get(waiting.stream());
    if (size >= MAX_LETTERS || (ofStream != null && ofStream.size() >= MAX_OF_STREAM)) {
      return false;
    }
    if (ofStream == null) {
      ofStream = new PriorityQueue<>(BY_TURN);
      streams.put(waiting.stream(), ofStream);
    }
    ofStream.add(waiting);
    size++;
    return true;
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
    List<Waiting> due = new ArrayList<>();
    int asked = 0;
    for (String stream : List.copyOf(streams.keySet())) {
      if (due.size() >= AT_ONCE_IN_ALL || asked >= AT_ONCE_IN_ALL) {
        break;
      }
      Queue<Waiting> ofStream = streams.getOrDefault(stream, new PriorityQueue<>());
      if (ofStream.isEmpty() || ofStream.element().dueMs() > latestMs) {
        continue;
      }
      asked++;
      OptionalLong time = timeOf.apply(stream);
      streams.remove(stream);
      size -= ofStream.size();
      if (time.isPresent()) {
        takeDue(ofStream, time.getAsLong(), Math.min(AT_ONCE, AT_ONCE_IN_ALL - due.size()), due);
        putBack(stream, ofStream);
      }
    }
    return due;
  }

  /** Letters that wait. */
  int size() {
    return size;
  }

  private static void takeDue(Queue<Waiting> from, long timeMs, int most, List<Waiting> due) {
    for (int i = 0; i < most && !from.isEmpty() && from.element().dueMs() <= timeMs; i++) {
      due.add(from.remove());
    }
  }

  private void putBack(String stream, Queue<Waiting> rest) {
    if (!rest.isEmpty()) {
      streams.put(stream, rest);
      size += rest.size();
    }
  }
}
