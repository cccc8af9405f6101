package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.apache.flink.util.MathUtils;

/**
 * Knows each split's place: with a reader, or waiting for one. Each split is in one place only,
 * whatever readers report after a restart. Which reader it belongs to follows from its name alone,
 * so that it is the same after every restart at the same parallelism.
 */
final class SplitOwners {
  private final Map<String, Integer> readerOf = new HashMap<>();
  private final TreeMap<String, StreamSplit> waiting = new TreeMap<>();
  private final Set<String> known = new TreeSet<>();

  SplitOwners(EnumeratorState state) {
    known.addAll(state.known());
    state.waiting().forEach(this::await);
  }

  /** The reader that a stream belongs to. */
  static int readerOf(String stream, int readers) {
    return MathUtils.murmurHash(stream.hashCode()) % readers;
  }

  private void await(StreamSplit split) {
    known.add(split.stream());
    waiting.put(split.stream(), split);
  }

  /** Takes streams that were found; one that is known already is left out. */
  void found(Collection<StreamSplit> splits) {
    splits.stream().filter(split -> !known.contains(split.stream())).forEach(this::await);
  }

  /** Takes back what a reader lost when it failed: what it got after its last checkpoint. */
  void returned(Collection<StreamSplit> splits, int reader) {
    for (StreamSplit split : splits) {
      readerOf.remove(split.stream(), reader);
      await(split);
    }
  }

  /**
   * Takes what a reader found in its restored state. A split that waits already, or that another
   * reader has, was reported before.
   */
  void reported(Collection<StreamSplit> splits, int reader) {
    for (StreamSplit split : splits) {
      Integer owner = readerOf.get(split.stream());
      if (!waiting.containsKey(split.stream()) && (owner == null || owner == reader)) {
        readerOf.remove(split.stream());
        await(split);
      }
    }
  }

  /** Hands out what waits for readers that are there, by reader. */
  Map<Integer, List<StreamSplit>> assign(int readers, IntPredicate isThere) {
    Map<Integer, List<StreamSplit>> assignment = new TreeMap<>();
    for (StreamSplit split : List.copyOf(waiting.values())) {
      int reader = readerOf(split.stream(), readers);
      if (isThere.test(reader)) {
        waiting.remove(split.stream());
        readerOf.put(split.stream(), reader);
        assignment.computeIfAbsent(reader, id -> new ArrayList<>()).add(split);
      }
    }
    return assignment;
  }

  /** All streams that have a split. */
  Set<String> known() {
    return Set.copyOf(known);
  }

  EnumeratorState state(boolean started) {
    return new EnumeratorState(started, known, List.copyOf(waiting.values()));
  }
}
