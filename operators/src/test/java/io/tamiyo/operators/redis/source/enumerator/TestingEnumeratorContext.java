package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.TestingMetrics;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSplitEnumeratorMetricGroup;

/** A coordinator whose periodic calls run when the test says so. */
final class TestingEnumeratorContext implements SplitEnumeratorContext<StreamSplit> {
  private final int parallelism;
  private final TestingMetrics metrics = new TestingMetrics();
  private final Map<Integer, ReaderInfo> readers = new TreeMap<>();
  private final Map<Integer, List<StreamSplit>> assigned = new TreeMap<>();
  private final Set<Integer> toldOfTheEnd = new TreeSet<>();
  private final List<Runnable> periodic = new ArrayList<>();

  TestingEnumeratorContext(int parallelism) {
    this.parallelism = parallelism;
  }

  void register(int reader, List<StreamSplit> restored) {
    readers.put(reader, ReaderInfo.createReaderInfo(reader, "localhost", restored));
  }

  void unregister(int reader) {
    readers.remove(reader);
  }

  /** Runs each periodic call once. */
  void round() {
    List.copyOf(periodic).forEach(Runnable::run);
  }

  /** Forgets the periodic calls, as a coordinator does that is closed. */
  void stopRounds() {
    periodic.clear();
  }

  /** What a reader was given, in order. */
  List<StreamSplit> assignedTo(int reader) {
    return assigned.getOrDefault(reader, List.of());
  }

  Set<Integer> toldOfTheEnd() {
    return toldOfTheEnd;
  }

  TestingMetrics metrics() {
    return metrics;
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return new InternalSplitEnumeratorMetricGroup(metrics);
  }

  @Override
  public void sendEventToSourceReader(int subtaskId, SourceEvent event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int currentParallelism() {
    return parallelism;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return Collections.unmodifiableMap(readers);
  }

  @Override
  public void assignSplits(SplitsAssignment<StreamSplit> assignment) {
    assignment
        .assignment()
        .forEach(
            (reader, splits) ->
                assigned.computeIfAbsent(reader, id -> new ArrayList<>()).addAll(splits));
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    toldOfTheEnd.add(subtask);
  }

  @Override
  public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable,
      BiConsumer<T, Throwable> handler,
      long initialDelayMillis,
      long periodMillis) {
    periodic.add(() -> call(callable, handler));
  }

  private static <T> void call(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    T result;
    try {
      result = callable.call();
    } catch (Exception failure) {
      handler.accept(null, failure);
      return;
    }
    handler.accept(result, null);
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    runnable.run();
  }
}
