package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.RedisAvailability;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisFailure;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds streams, gives each to a reader, and keeps them short. */
public final class StreamsEnumerator implements SplitEnumerator<StreamSplit, EnumeratorState> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsEnumerator.class);

  private final SplitEnumeratorContext<StreamSplit> context;
  private final EnumeratorOptions options;
  private final StreamDiscovery discovery;
  private final @Nullable StreamRetention retention;
  private final RedisAvailability availability;
  private final RetentionRounds rounds;
  private final List<ChoreRounds> chores;
  private final SplitOwners owners;
  private final Set<Integer> toldOfTheEnd = new HashSet<>();
  private volatile Search search;

  /** What the discovery thread needs to know. */
  private record Search(Set<String> known, boolean atStart) {}

  public StreamsEnumerator(
      SplitEnumeratorContext<StreamSplit> context,
      RedisConnections connections,
      StreamPatterns patterns,
      EnumeratorOptions options,
      EnumeratorState state) {
    this.context = context;
    this.options = options;
    this.discovery = new StreamDiscovery(connections, patterns, options);
    this.retention =
        options.retention() == null
            ? null
            : new StreamRetention(connections, options.retention(), options.group());
    this.availability =
        new RedisAvailability(
            LOG, "the enumerator of " + options.group(), connections.options().backoff());
    this.rounds = new RetentionRounds(LOG, context.metricGroup().addGroup("redis"));
    this.chores =
        options.chores().stream()
            .map(
                chore ->
                    new ChoreRounds(
                        LOG, context.metricGroup().addGroup("redis"), chore, connections))
            .toList();
    this.owners = new SplitOwners(state);
    this.search = new Search(owners.known(), !state.started());
  }

  @Override
  public void start() {
    long period = options.discoverEvery().toMillis();
    context.callAsync(this::discover, this::discovered, 0, period);
    if (retention != null && options.retention() != null) {
      long every = options.retention().every().toMillis();
      context.callAsync(() -> retention.run(search.known()), rounds::took, every, every);
    }
    chores.forEach(each -> each.start(context));
  }

  /** Runs aside from the coordinator's thread. */
  private List<StreamSplit> discover() throws Exception {
    Search now = search;
    return options.bounded() && !now.atStart()
        ? List.of()
        : discovery.discover(now.known(), now.atStart());
  }

  private void discovered(@Nullable List<StreamSplit> found, @Nullable Throwable failure) {
    if (found == null) {
      onDiscoveryFailure(failure == null ? new IllegalStateException("no result") : failure);
      return;
    }
    availability.succeeded();
    owners.found(found);
    search = new Search(owners.known(), false);
    assign();
  }

  /** Redis may come back, so that the next round tries again; a refused login stays refused. */
  private void onDiscoveryFailure(Throwable failure) {
    if (!RedisFailure.classify(failure).retryable()) {
      throw new FlinkRuntimeException(failure.getMessage(), failure);
    }
    availability.failed(failure);
  }

  private void assign() {
    Map<Integer, ReaderInfo> readers = context.registeredReaders();
    Map<Integer, List<StreamSplit>> assignment =
        owners.assign(context.currentParallelism(), readers::containsKey);
    if (!assignment.isEmpty()) {
      context.assignSplits(new SplitsAssignment<>(assignment));
    }
    if (options.bounded() && !search.atStart()) {
      readers.keySet().stream().filter(toldOfTheEnd::add).forEach(context::signalNoMoreSplits);
    }
  }

  @Override
  public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
    // Splits are handed out as they are found, nobody asks for them.
  }

  @Override
  public void addSplitsBack(List<StreamSplit> splits, int subtaskId) {
    toldOfTheEnd.remove(subtaskId);
    owners.returned(splits, subtaskId);
    assign();
  }

  @Override
  public void addReader(int subtaskId) {
    ReaderInfo reader = context.registeredReaders().get(subtaskId);
    if (reader != null) {
      owners.reported(reader.<StreamSplit>getReportedSplitsOnRegistration(), subtaskId);
    }
    assign();
  }

  @Override
  public EnumeratorState snapshotState(long checkpointId) {
    return owners.state(!search.atStart());
  }

  @Override
  public void close() {
    discovery.close();
    if (retention != null) {
      retention.close();
    }
    chores.forEach(ChoreRounds::close);
  }
}
