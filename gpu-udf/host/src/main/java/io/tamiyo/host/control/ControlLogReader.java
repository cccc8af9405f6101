package io.tamiyo.host.control;

import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.host.redis.CircuitBreaker;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.redis.RedisFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntryBinary;
import redis.clients.jedis.util.JedisByteMap;

/**
 * Follows logs by plain XREAD from given positions, on a thread and a connection of its own. A
 * consumer group is not used: it would hand a slow host's entries to others.
 *
 * <p>While Redis is away, or a claim check in it, it tries again, and goes on where it was. Another
 * exception of the handler ends the thread, since what the handler has not settled must not be
 * passed over; it reaches the thread's uncaught exception handler.
 */
public final class ControlLogReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlLogReader.class);
  private static final long BYTES_PER_REPLY = 8L * 1024 * 1024;
  private static final int BLOCK_MS = 1000;
  private static final int BLOCK_OF_SEVERAL_GROUPS_MS = 5;

  private final RedisEndpoint redis;
  private final List<LogGroup> groups;
  private final LogHandler handler;
  private final ByteBudget budget = new ByteBudget(BYTES_PER_REPLY);
  private final CircuitBreaker breaker;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Jedis current;

  /**
   * A reader; {@link #start} sets it going.
   *
   * @param name of its thread, and in the log
   * @param positions per log the last entry that is settled
   */
  public ControlLogReader(
      String name, RedisEndpoint redis, Map<String, String> positions, LogHandler handler) {
    if (positions.isEmpty()) {
      throw new IllegalArgumentException("no logs to read");
    }
    this.redis = redis;
    this.groups = LogGroup.divide(positions);
    this.handler = handler;
    this.breaker = new CircuitBreaker(LOG, "the " + name);
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  /** Sets the thread going. */
  public void start() {
    thread.start();
  }

  /**
   * Sets the thread going.
   *
   * @param guard hears of its end by what the handler throws
   */
  public void start(Thread.UncaughtExceptionHandler guard) {
    thread.setUncaughtExceptionHandler(guard);
    start();
  }

  /** Ends at once, after the handler has returned; interrupted, it does not wait for that. */
  @Override
  public void close() {
    closed.countDown();
    Jedis open = current;
    if (open != null) {
      RedisEndpoint.abort(open);
    }
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void run() {
    try {
      while (!isClosed()) {
        follow();
      }
    } catch (InterruptedException endNow) {
      LOG.debug("{} was interrupted", thread.getName());
    }
  }

  /** As long as a connection holds. */
  private void follow() throws InterruptedException {
    try (Jedis jedis = breaker.isOpen() ? redis.probe(BLOCK_MS) : redis.connect(BLOCK_MS)) {
      current = jedis;
      while (!isClosed()) {
        for (LogGroup group : groups) {
          read(jedis, group);
        }
      }
    } catch (JedisException | ClaimCheckOutage failure) {
      if (!isClosed()) {
        Duration pause =
            breaker.failed(RedisFailure.kind(failure), String.valueOf(failure.getMessage()));
        closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void read(Jedis jedis, LogGroup group) {
    int block = groups.size() == 1 ? BLOCK_MS : BLOCK_OF_SEVERAL_GROUPS_MS;
    Map<byte[], StreamEntryID> from = new JedisByteMap<>();
    group.positions().forEach((stream, id) -> from.put(bytes(stream), new StreamEntryID(id)));
    int count = budget.countFor(from.size());
    List<Map.Entry<byte[], List<StreamEntryBinary>>> read =
        jedis.xreadBinary(XReadParams.xReadParams().count(count).block(block), from);
    if (read == null) {
      breaker.succeeded();
      return;
    }
    for (Map.Entry<byte[], List<StreamEntryBinary>> log : read) {
      String stream = new String(log.getKey(), StandardCharsets.UTF_8);
      List<LogEntry> entries = entries(stream, log.getValue());
      budget.observed(entries.size(), bytes(entries));
      handler.onEntries(stream, entries);
      group.advance(stream, entries.get(entries.size() - 1).entryId());
    }
    breaker.succeeded();
  }

  private static List<LogEntry> entries(String stream, List<StreamEntryBinary> read) {
    List<LogEntry> entries = new ArrayList<>(read.size());
    for (StreamEntryBinary entry : read) {
      Map<String, byte[]> fields = new HashMap<>();
      entry
          .getFields()
          .forEach((name, value) -> fields.put(new String(name, StandardCharsets.UTF_8), value));
      entries.add(new LogEntry(stream, entry.getID().toString(), fields));
    }
    return entries;
  }

  private static long bytes(List<LogEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.fields().values().stream())
        .mapToLong(value -> value.length)
        .sum();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
