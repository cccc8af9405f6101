package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisAvailability;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisFailure;
import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads a handful of streams on one connection, waiting in Redis and not in Java. While Redis is
 * away it tries again and again and goes on from where it was.
 */
final class StreamsSplitReader implements SplitReader<StreamElement, StreamSplit> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsSplitReader.class);

  private final RedisConnections connections;
  private final ReaderOptions options;
  private final ControlLink control;
  private final EntryObserver observer;
  private final RedisAvailability availability;
  private final SplitInspector inspector;
  private final ByteBudget budget;
  private final EntriesReply reply = new EntriesReply();
  private final WakeUp wakeUp = new WakeUp();
  private final Map<String, SplitProgress> splits = new LinkedHashMap<>();
  private final List<SplitProgress> added = new ArrayList<>();
  private volatile @Nullable StreamLink link;
  private long inspectedNanos;

  StreamsSplitReader(
      RedisConnections connections,
      ReaderOptions options,
      ControlLink control,
      EntryObserver observer,
      String reader) {
    this.connections = connections;
    this.options = options;
    this.control = control;
    this.observer = observer;
    this.availability = new RedisAvailability(LOG, reader, connections.options().backoff());
    this.inspector = new SplitInspector(options.gapPolicy());
    this.budget = new ByteBudget(options.bytesPerReply());
  }

  @Override
  public RecordsWithSplitIds<StreamElement> fetch() throws IOException {
    FetchedElements fetched = new FetchedElements();
    try {
      StreamLink connected = connected();
      inspectWhereDue(connected, fetched);
      if (fetched.isEmpty()) {
        readEntries(connected, fetched);
      }
      availability.succeeded();
    } catch (RedisAccessException | JedisException failure) {
      pauseOrFail(failure);
    } finally {
      wakeUp.fulfilled();
    }
    fetched.finishedSplits().forEach(splits::remove);
    return fetched;
  }

  private StreamLink connected() throws RedisAccessException {
    StreamLink open = link;
    if (open == null) {
      open = StreamLink.open(connections, options.blockFor());
      link = open;
      added.clear();
      added.addAll(splits.values());
    }
    return open;
  }

  /** New streams and those of a new connection are looked at before anything is read of them. */
  private void inspectWhereDue(StreamLink connected, FetchedElements fetched) throws IOException {
    long now = System.nanoTime();
    boolean allDue = now - inspectedNanos > options.inspectEvery().toNanos();
    if (!allDue && added.isEmpty()) {
      return;
    }
    inspector.inspect(
        connected.connection(), connected.runId(), allDue ? splits.values() : added, fetched);
    added.clear();
    inspectedNanos = allDue ? now : inspectedNanos;
  }

  private void readEntries(StreamLink connected, FetchedElements fetched) {
    if (!wakeUp.enterBlockingCall()) {
      return;
    }
    try {
      List<SplitProgress> asked = inTurn();
      connected.requestEntries(asked, budget.countFor(asked.size()));
      connected.connection().receive(reply.into(fetched, asked));
    } finally {
      wakeUp.leaveBlockingCall();
    }
    budget.observed(reply.entries(), reply.bytes());
    observer.observed(fetched);
  }

  /** Streams that were left out of the last reply come first, so that none waits for ever. */
  private List<SplitProgress> inTurn() {
    List<SplitProgress> asked = new ArrayList<>(splits.values());
    int first = asked.indexOf(reply.leftOut());
    Collections.rotate(asked, -Math.max(0, first));
    return asked;
  }

  private void pauseOrFail(Exception failure) throws IOException {
    disconnect();
    RedisFailure kind = RedisFailure.classify(failure);
    if (!kind.retryable()) {
      throw RedisAccessException.of(
          connections.address(), "reading " + String.join(", ", splits.keySet()), failure);
    }
    Duration wait = availability.failed(failure);
    try {
      wakeUp.pause(wait);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for Redis to come back", interrupted);
    }
  }

  @Override
  public void handleSplitsChanges(SplitsChange<StreamSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      throw new UnsupportedOperationException("streams are only ever added, not " + change);
    }
    for (StreamSplit split : change.splits()) {
      SplitProgress progress = new SplitProgress(split);
      splits.put(split.splitId(), progress);
      added.add(progress);
    }
  }

  @Override
  public void wakeUp() {
    StreamLink open = link;
    if (wakeUp.request() && open != null) {
      long clientId = open.connection().clientId();
      if (clientId != RedisConnection.NO_CLIENT_ID) {
        control.unblock(clientId, wakeUp::isBlocked);
      }
    }
  }

  private void disconnect() {
    StreamLink open = link;
    if (open != null) {
      open.close();
      link = null;
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}
