package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.host.redis.CircuitBreaker;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.redis.RedisFailure;
import io.tamiyo.host.spool.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
 *
 * <p><b>While Redis is away</b> reports wait in memory and then, with a spool, on disk; see {@link
 * BacklogOptions}. With a spool, what is left of them at the end is kept there too, and the next
 * publisher on it sends it first: then a report whose reply was lost may arrive twice, under its
 * one message id. The counts of what the disk had to drop are kept beside it and survive a kill;
 * see {@link LossLedger}.
 */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final Duration IDLE = Duration.ofMillis(200);

  /** How long a connection attempt that nobody can break, or a disk, may still take. */
  private static final Duration LAST_ATTEMPT = Duration.ofSeconds(10);

  private final Consumer<Jedis> greeting;
  private final PublishDelays delays = new PublishDelays(System::nanoTime);
  private final Outbox outbox;
  private final @Nullable ReportSpool spool;
  private final @Nullable Spiller spiller;
  private final Sender sender;
  private final PublisherConnection connection;
  private final CircuitBreaker breaker;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch aborted = new CountDownLatch(1);
  private volatile boolean closing;

  /** Whether its thread has come to its end in order. */
  private volatile boolean done;

  /**
   * A publisher; {@link #start} sets it going.
   *
   * @param writer is used by the publisher's thread until it {@link #hasEnded}, and closed by its
   *     owner
   * @param spool keeps reports on disk, and is closed with the publisher
   * @param greeting is said on every new connection, before anything else; what a Redis that has
   *     lost its data must know again
   */
  public Publisher(
      RedisEndpoint redis,
      ProducerIdentity identity,
      NativeWriter writer,
      PublisherOptions options,
      Optional<Spool> spool,
      InstantSource clock,
      Consumer<Jedis> greeting) {
    this.greeting = greeting;
    this.outbox =
        new Outbox(
            options,
            System::nanoTime,
            new GapWords(identity, clock),
            spool.isPresent() && !spool.get().isDrained());
    this.spool = spool.isEmpty() ? null : new ReportSpool(spool.get(), writer, outbox);
    this.spiller = this.spool == null ? null : new Spiller(outbox, this.spool);
    Pace pace = new Pace(options.backlog().drainPerSecond(), System::nanoTime);
    this.sender =
        new Sender(
            new Supply(outbox, this.spool, pace),
            new EntryPlacer(identity, writer),
            new InFlight(identity, options.maxInFlight()),
            outbox::sayLost);
    this.connection = new PublisherConnection(redis);
    this.breaker = new CircuitBreaker(LOG, "the publisher of " + identity.producer());
    this.thread = new Thread(this::run, "publisher");
    this.thread.setDaemon(true);
  }

  /** Sets the thread going. */
  public void start() {
    start((thread, thrown) -> LOG.error("{} has broken off", thread.getName(), thrown));
  }

  /**
   * Sets the thread going.
   *
   * @param guard hears of its end by what nobody foresaw; what is published after that is dropped
   */
  public void start(Thread.UncaughtExceptionHandler guard) {
    if (spiller != null) {
      spiller.start(guard);
    }
    thread.setUncaughtExceptionHandler(guard);
    thread.start();
  }

  /** Sends messages, together in one entry; returns at once. */
  public void publish(Lane lane, Channel channel, List<? extends Message> messages) {
    publish(lane, channel, messages, () -> {});
  }

  /**
   * Sends messages, together in one entry; returns at once.
   *
   * @param confirmed is run on the publisher's thread when Redis has them, in the order in which
   *     messages of one lane and channel were given; it must not throw. It is not run for reports
   *     that were dropped or have been on disk
   */
  public void publish(
      Lane lane, Channel channel, List<? extends Message> messages, Runnable confirmed) {
    Runnable timed = delays.given(messages.size(), confirmed);
    outbox.add(new Outgoing(lane, channel, List.copyOf(messages), timed));
  }

  /** What was done so far. */
  public PublisherCounts counts() {
    return sender.counts(outbox.dropped());
  }

  /** How long messages took. */
  public PublishDelays.Counts delays() {
    return delays.counts();
  }

  /** What waits to be sent. */
  public Backlog backlog() {
    return outbox.backlog(spool == null ? 0 : spool.bytes());
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
      keepRest();
      return sender.isDone();
    }
    try {
      boolean finished = ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
      abort();
      ended.await(LAST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
      return finished && done;
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
    boolean unstarted = thread.getState() == Thread.State.NEW;
    abort();
    if (unstarted) {
      keepRest();
    }
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
      done = sender.isDone();
    } catch (InterruptedException endNow) {
      LOG.debug("the publisher ends without having sent everything");
    } finally {
      outbox.close();
      keepRest();
      ended.countDown();
    }
  }

  private boolean isDone() {
    return isAborted() || (closing && sender.isDone());
  }

  private boolean isAborted() {
    return aborted.getCount() == 0;
  }

  /** As long as a connection holds. */
  private void attempt() throws InterruptedException {
    long before = sender.confirmedEntries();
    try (Jedis jedis = connection.open(breaker.isOpen())) {
      greeting.accept(jedis);
      sender.resume(jedis);
      while (!isDone()) {
        sender.send(jedis, closing, IDLE);
        breaker.succeeded();
      }
    } catch (JedisException | UncheckedIOException failure) {
      if (!isAborted()) {
        boolean progress = sender.confirmedEntries() > before;
        RedisFailure.Kind kind = progress ? RedisFailure.Kind.AWAY : RedisFailure.kind(failure);
        Duration pause = breaker.failed(kind, String.valueOf(failure.getMessage()));
        aborted.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** What was not sent goes to disk, in its order, if there is one to use. */
  private void keepRest() {
    ReportSpool disk = spool;
    if (disk == null || spiller == null) {
      return;
    }
    try (disk) {
      spiller.end();
      disk.putBack(sender.reportsInFlight());
      for (Outgoing gap = outbox.takeGap(); gap != null; gap = outbox.takeGap()) {
        disk.append(gap);
        gap.confirmed().run();
      }
      for (Outgoing rest = outbox.takeRest(); rest != null; rest = outbox.takeRest()) {
        disk.append(rest);
      }
    } catch (IOException | IllegalArgumentException refused) {
      LOG.warn("reports that were not sent are lost: {}", refused.getMessage());
    }
  }
}
