package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The positions at which the last looks found a stream intact. When a server comes back with an
 * older state of the stream, the newest of them that it still holds is where to read on, instead of
 * reading everything again.
 */
final class ReadMarks {
  private static final int MOST = 16;

  private final Deque<ReadPosition> newestFirst = new ArrayDeque<>();

  /** Keeps a position, unless nothing was read since the last one. */
  void add(ReadPosition position) {
    ReadPosition newest = newestFirst.peekFirst();
    if (!position.read() || (newest != null && newest.id().equals(position.id()))) {
      return;
    }
    newestFirst.addFirst(position);
    if (newestFirst.size() > MOST) {
      newestFirst.removeLast();
    }
  }

  /** The positions up to an id, newest first. */
  List<ReadPosition> upTo(StreamId last) {
    return newestFirst.stream().filter(mark -> !mark.id().isAfter(last)).toList();
  }

  void clear() {
    newestFirst.clear();
  }
}
