package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.redis.RedisOutage;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends a host's messages to Redis on a thread of its own, in the order of their sequences, for as
 * long as it takes.
 *
 * <p><b>What {@code sent} counts.</b> Messages of counted channels that are in Redis, each once. An
 * entry counts when Redis replies to its XADD. When a connection breaks, replies are lost, and
 * entries may or may not have arrived: the next connection first has Redis end the broken one, so
 * that nothing of it can arrive any more, then reads the streams from the last confirmed entry on.
 * What is found there counts as sent; only the rest is sent again, with the same sequences. So a
 * reader of the streams counts exactly what the hosts count, unless Redis loses what it had
 * confirmed (a gap to the reader), or forbids its users INFO and CLIENT (then an entry may arrive
 * twice; the sequences tell, and the reader counts one duplicate more than {@code sent}).
 */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final Duration IDLE = Duration.ofMillis(200);

  /** How long a connection attempt that nobody can break may still take. */
  private static final Duration LAST_ATTEMPT = Duration.ofSeconds(3);

  private static final double MS_PER_SECOND = 1e3;

  private final PublisherOptions options;
  private final ProducerIdentity identity;
  private final InstantSource clock;
  private final Consumer<Jedis> greeting;
  private final Outbox outbox;
  private final EntryPlacer placer;
  private final InFlight inFlight;
  private final PublisherConnection connection;
  private final RedisOutage outage;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch aborted = new CountDownLatch(1);
  private final AtomicLong gaps = new AtomicLong();
  private @Nullable Outgoing unplaced;
  private volatile boolean closing;

  /** Whether its thread has come to its end in order. */
  private volatile boolean done;

  /**
   * A publisher; {@link #start} sets it going.
   *
   * @param writer is used by the publisher's thread until it {@link #hasEnded}, and closed by its
   *     owner
   * @param greeting is said on every new connection, before anything else; what a Redis that has
   *     lost its data must know again
   */
  public Publisher(
      RedisEndpoint redis,
      ProducerIdentity identity,
      NativeWriter writer,
      PublisherOptions options,
      InstantSource clock,
      Consumer<Jedis> greeting) {
    this.greeting = greeting;
    this.options = options;
    this.identity = identity;
    this.clock = clock;
    this.outbox = new Outbox(options, System::nanoTime, this::gap);
    this.placer = new EntryPlacer(identity, writer);
    this.inFlight = new InFlight(identity);
    this.connection = new PublisherConnection(redis);
    this.outage = new RedisOutage(LOG, "the publisher of " + identity.producer());
    this.thread = new Thread(this::run, "publisher");
    this.thread.setDaemon(true);
  }

  /** Sets the thread going. */
  public void start() {
    thread.start();
  }

  /**
   * Sets the thread going.
   *
   * @param guard hears of its end by what nobody foresaw; what is published after that is dropped
   */
  public void start(Thread.UncaughtExceptionHandler guard) {
    thread.setUncaughtExceptionHandler(guard);
    start();
  }

  /** Sends messages, together in one entry; returns at once. */
  public void publish(Lane lane, Channel channel, List<? extends Message> messages) {
    publish(lane, channel, messages, () -> {});
  }

  /**
   * Sends messages, together in one entry; returns at once.
   *
   * @param confirmed is run on the publisher's thread when Redis has them, in the order in which
   *     messages of one lane and channel were given; it must not throw
   */
  public void publish(
      Lane lane, Channel channel, List<? extends Message> messages, Runnable confirmed) {
    outbox.add(lane, new Outgoing(channel, List.copyOf(messages), confirmed));
  }

  /** What was done so far. */
  public PublisherCounts counts() {
    return inFlight.counts(outbox.dropped());
  }

  /**
   * Sends what waits without delay, and ends; at once if it was never started.
   *
   * @param atMost how long Redis may take for it
   * @return whether Redis has everything
   */
  public boolean finish(Duration atMost) {
    closing = true;
    if (thread.getState() == Thread.State.NEW) {
      abort();
      return outbox.isEmpty();
    }
    try {
      boolean finished = ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
      abort();
      ended.await(LAST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
      return finished && done && outbox.isEmpty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      abort();
      return false;
    }
  }

  /** Whether its thread has ended, or was never started. */
  public boolean hasEnded() {
    return !thread.isAlive();
  }

  /** Ends at once; what waits is not sent. */
  @Override
  public void close() {
    closing = true;
    abort();
  }

  private void abort() {
    aborted.countDown();
    connection.abort();
    thread.interrupt();
  }

  private void run() {
    try {
      while (!isDone()) {
        attempt();
      }
      done = true;
    } catch (InterruptedException endNow) {
      LOG.debug("the publisher ends without having sent everything");
    } finally {
      outbox.close();
      ended.countDown();
    }
  }

  private boolean isDone() {
    return isAborted() || (closing && inFlight.isEmpty() && unplaced == null && outbox.isEmpty());
  }

  private boolean isAborted() {
    return aborted.getCount() == 0;
  }

  /** As long as a connection holds. */
  private void attempt() throws InterruptedException {
    try (Jedis jedis = connection.open()) {
      greeting.accept(jedis);
      inFlight.findLanded(jedis);
      while (!isDone()) {
        fill();
        if (inFlight.isEmpty()) {
          outbox.awaitDue(closing ? Duration.ZERO : IDLE);
        } else {
          inFlight.send(jedis);
        }
        outage.succeeded();
      }
    } catch (JedisException | UncheckedIOException failure) {
      if (!isAborted()) {
        Duration pause = outage.failed(String.valueOf(failure.getMessage()));
        aborted.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void fill() {
    while (inFlight.size() < options.maxInFlight()) {
      Outgoing next = unplaced != null ? unplaced : outbox.poll(closing);
      if (next == null) {
        return;
      }
      unplaced = next;
      place(next);
      unplaced = null;
    }
  }

  private void place(Outgoing outgoing) {
    try {
      inFlight.add(placer.place(outgoing));
    } catch (IllegalArgumentException unwritable) {
      LOG.error(
          "gave up {} messages that can't be written", outgoing.messages().size(), unwritable);
      outbox.sayLost(outgoing);
    }
  }

  private GapEvent gap(Channel channel, long lost) {
    String id =
        "gap-%s-%d-%d".formatted(identity.producer(), identity.epoch(), gaps.incrementAndGet());
    double now = clock.millis() / MS_PER_SECOND;
    return new GapEvent(
        Header.of(id, now, identity.producer()),
        channel.stream(),
        channel.layerId(),
        lost,
        "the host's buffer was full while Redis was away",
        identity.producer(),
        null,
        null);
  }
}
