package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisAvailability;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Appends an entry for each layer of the reader's own streams that has been silent, so that stream
 * time goes on, and takes leave of those that have gone. It has a connection and a thread of its
 * own; while Redis is away time stands still.
 */
final class IdleTicker implements EntryObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdleTicker.class);
  private static final int LOOKS_PER_SILENCE = 5;
  private static final int MOST_TOLD_OF = 100;
  private static final long DIRECTORY_NANOS = Duration.ofMillis(500).toNanos();

  private final RedisConnections connections;
  private final IdleOptions options;
  private final Counter ticks;
  private final RedisAvailability availability;
  private final LayerClocks clocks;
  private final @Nullable Farewells farewells;
  private final Set<String> ownStreams = ConcurrentHashMap.newKeySet();
  private final Set<String> toldOf = new HashSet<>();
  private final ThreadLocal<FieldNames> layerNames = ThreadLocal.withInitial(FieldNames::new);
  private final ScheduledExecutorService thread;
  private @Nullable ScheduledFuture<?> looking;
  private @Nullable RedisConnection connection;
  private long nextLookNanos = System.nanoTime();
  private long directoryDueNanos = System.nanoTime();

  IdleTicker(RedisConnections connections, IdleOptions options, Counter ticks, String reader) {
    this.connections = connections;
    this.options = options;
    this.ticks = ticks;
    this.availability =
        new RedisAvailability(LOG, reader + " (ticks)", connections.options().backoff());
    this.clocks = new LayerClocks(options.silentFor().toNanos());
    this.farewells =
        options.forgetting() == null ? null : new Farewells(options.forgetting(), clocks);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread worker = new Thread(work, "redis-ticks-" + reader);
              worker.setDaemon(true);
              return worker;
            });
  }

  void start() {
    long period = Math.max(1, options.silentFor().toMillis() / LOOKS_PER_SILENCE);
    looking = thread.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** Says that the reader has these streams. */
  void own(List<StreamSplit> splits) {
    splits.forEach(split -> ownStreams.add(split.stream()));
  }

  @Override
  public void observed(FetchedElements fetched) {
    long now = System.nanoTime();
    FieldNames names = layerNames.get();
    fetched.forEach(element -> observe(element, names, now));
  }

  private void observe(StreamElement element, FieldNames names, long now) {
    if (element instanceof StreamEntry entry) {
      byte[] name = options.entry().layerOf(entry);
      String layer = name == null ? null : names.of(name, name.length);
      if (layer != null) {
        clocks.seen(layer, now);
      }
      if (farewells != null) {
        farewells.observe(entry, layer);
      }
    }
  }

  private void look() {
    long now = System.nanoTime();
    if (now - nextLookNanos < 0) {
      return;
    }
    try {
      RedisConnection open = connected();
      readDirectory(open, now);
      if (farewells != null) {
        farewells.look(open);
      }
      tick(open, now);
      availability.succeeded();
    } catch (RedisAccessException | JedisException | IllegalStateException failure) {
      nextLookNanos = now + availability.failed(failure).toNanos();
      disconnect();
    } catch (RuntimeException bug) {
      LOG.error("no entry is appended for silent layers any more", bug);
      throw bug;
    }
  }

  private RedisConnection connected() throws RedisAccessException {
    RedisConnection open = connection;
    if (open == null) {
      open = connections.open();
      connection = open;
    }
    return open;
  }

  private void readDirectory(RedisConnection open, long now) {
    if (now - directoryDueNanos >= 0) {
      directoryDueNanos = now + DIRECTORY_NANOS;
      clocks.know(options.layers().layers(open), ownStreams, now);
    }
  }

  private void tick(RedisConnection open, long now) {
    List<StreamAppend> entries = new ArrayList<>();
    clocks.due(now).forEach(layer -> addEntry(layer, entries));
    entries.forEach(entry -> entry.sendTo(open));
    for (int i = 0; i < entries.size(); i++) {
      open.receive();
      ticks.inc();
    }
  }

  /** A layer for which none can be written goes without, so that the others have theirs. */
  private void addEntry(LayerClocks.Due layer, List<StreamAppend> entries) {
    try {
      entries.add(options.entry().entry(layer.layer(), layer.stream()));
    } catch (RuntimeException unwritable) {
      if (toldOf.size() < MOST_TOLD_OF && toldOf.add(layer.layer())) {
        LOG.warn("layer \"{}\" gets no entries while it is silent", layer.layer(), unwritable);
      }
    }
  }

  private void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.cancel(false);
    }
    thread.execute(this::disconnect);
    thread.shutdown();
  }
}
