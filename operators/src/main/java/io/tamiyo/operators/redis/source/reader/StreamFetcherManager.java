package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcher;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/**
 * Gives each fetcher, which is a thread and a connection, at most a number of streams: a call of
 * XREAD that blocks on many keys costs Redis more than it brings.
 */
final class StreamFetcherManager extends SplitFetcherManager<StreamElement, StreamSplit> {
  private final int splitsPerFetcher;
  private final Map<Integer, Set<String>> splitsOf;
  private final Set<Integer> started = new HashSet<>();

  StreamFetcherManager(
      Supplier<SplitReader<StreamElement, StreamSplit>> splitReaders,
      Configuration configuration,
      int splitsPerFetcher) {
    this(splitReaders, configuration, splitsPerFetcher, new ConcurrentHashMap<>());
  }

  private StreamFetcherManager(
      Supplier<SplitReader<StreamElement, StreamSplit>> splitReaders,
      Configuration configuration,
      int splitsPerFetcher,
      Map<Integer, Set<String>> splitsOf) {
    super(splitReaders, configuration, ids -> forget(splitsOf, ids));
    this.splitsPerFetcher = splitsPerFetcher;
    this.splitsOf = splitsOf;
  }

  private static void forget(Map<Integer, Set<String>> splitsOf, Collection<String> ids) {
    splitsOf.values().forEach(splits -> splits.removeAll(ids));
  }

  @Override
  public void addSplits(List<StreamSplit> splitsToAdd) {
    splitsOf.keySet().retainAll(fetchers.keySet());
    Map<SplitFetcher<StreamElement, StreamSplit>, List<StreamSplit>> additions =
        new LinkedHashMap<>();
    for (StreamSplit split : splitsToAdd) {
      SplitFetcher<StreamElement, StreamSplit> fetcher = fetcherWithRoom();
      splitsOf
          .computeIfAbsent(fetcher.fetcherId(), id -> ConcurrentHashMap.newKeySet())
          .add(split.splitId());
      additions.computeIfAbsent(fetcher, added -> new ArrayList<>()).add(split);
    }
    additions.forEach(this::addTo);
  }

  private void addTo(SplitFetcher<StreamElement, StreamSplit> fetcher, List<StreamSplit> splits) {
    fetcher.addSplits(splits);
    if (started.add(fetcher.fetcherId())) {
      startFetcher(fetcher);
    }
  }

  private SplitFetcher<StreamElement, StreamSplit> fetcherWithRoom() {
    for (SplitFetcher<StreamElement, StreamSplit> fetcher : fetchers.values()) {
      Set<String> splits = splitsOf.getOrDefault(fetcher.fetcherId(), Set.of());
      if (splits.size() < splitsPerFetcher) {
        return fetcher;
      }
    }
    return createSplitFetcher();
  }

  /** Streams leave a reader only by coming to their end. */
  @Override
  public void removeSplits(List<StreamSplit> splitsToRemove) {
    throw new UnsupportedOperationException("streams are never taken away from a reader");
  }
}
