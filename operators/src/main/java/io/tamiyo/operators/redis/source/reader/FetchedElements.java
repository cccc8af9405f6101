package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.source.StreamElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.jspecify.annotations.Nullable;

/** What one fetch found, by stream; filled by the fetcher's thread, emptied by the task's. */
final class FetchedElements implements RecordsWithSplitIds<StreamElement> {
  private final Map<String, List<StreamElement>> byStream = new LinkedHashMap<>();
  private final Set<String> finished = new HashSet<>();
  private @Nullable Iterator<Map.Entry<String, List<StreamElement>>> streams;
  private Iterator<StreamElement> elements = List.<StreamElement>of().iterator();

  /** Where to add elements of a stream, of which about {@code expected} will come. */
  List<StreamElement> of(String stream, int expected) {
    return byStream.computeIfAbsent(stream, name -> new ArrayList<>(expected + 1));
  }

  /** Says that a stream was read up to where it shall be read. */
  void finish(String stream) {
    finished.add(stream);
  }

  /** Whether there is nothing to hand over. */
  boolean isEmpty() {
    return finished.isEmpty() && byStream.values().stream().allMatch(List::isEmpty);
  }

  /** Shows every element, before the first is taken. */
  void forEach(Consumer<StreamElement> action) {
    byStream.values().forEach(elements -> elements.forEach(action));
  }

  @Override
  public @Nullable String nextSplit() {
    if (streams == null) {
      streams = byStream.entrySet().iterator();
    }
    if (!streams.hasNext()) {
      return null;
    }
    Map.Entry<String, List<StreamElement>> next = streams.next();
    elements = next.getValue().iterator();
    return next.getKey();
  }

  @Override
  public @Nullable StreamElement nextRecordFromSplit() {
    return elements.hasNext() ? elements.next() : null;
  }

  @Override
  public Set<String> finishedSplits() {
    return finished;
  }
}
