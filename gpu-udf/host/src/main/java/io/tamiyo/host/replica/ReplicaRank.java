package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.control.ControlLogReader;
import io.tamiyo.host.control.LogEnd;
import io.tamiyo.host.control.LogEntry;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.redis.RisingNumber;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.telemetry.Channel;
import io.tamiyo.host.telemetry.Lane;
import io.tamiyo.host.telemetry.ProducerIdentity;
import io.tamiyo.host.telemetry.Publisher;
import io.tamiyo.host.telemetry.PublisherCounts;
import io.tamiyo.host.telemetry.PublisherOptions;
import io.tamiyo.host.telemetry.RedisClaimChecks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/**
 * One data-parallel replica of a layer. It decides nothing: it puts in force what the deciding host
 * has made durable, with the training step that stands there, and says so. When it begins, it asks
 * how the seeds are, and so ends like a replica that was never away.
 *
 * <p>{@link #begin} belongs to the training thread; it never waits for Redis.
 */
public final class ReplicaRank implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaRank.class);
  private static final String FIRST = "0-0";
  private static final long LEAST_WAIT_NANOS = 1_000_000;
  private static final double MS_PER_SECOND = 1e3;

  /** What could not be followed is asked for again, and not more often. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Duration CLAIM_CHECK_LIFE = Duration.ofHours(1);

  /** Reports that a deciding host may still count when it begins again: 500 changes, 40 ranks. */
  private static final int MOST_REPORTS = 20_000;

  private final String layerId;
  private final int rank;
  private final ReplicaKernel kernel;
  private final StepSchedule schedule = new StepSchedule();
  private final InstantSource clock = InstantSource.system();
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final WireReader wire;
  private final String source;
  private final long epoch;
  private final StreamEntryID beginning;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicLong failures = new AtomicLong();
  private final Publisher publisher;
  private final Channel reports;
  private final ControlLogReader reader;
  private volatile long heard = -1;
  private volatile long foundLife = -1;
  private final AtomicLong asked = new AtomicLong();

  /** Of the reader's thread alone. */
  private long mayAskAt = System.nanoTime();

  private String checkpointId = "";
  private long checkpointLife = -1;

  /**
   * A replica; {@link #start} sets it going.
   *
   * @param rank from 0
   * @param kernel puts seeds in force
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer or refuses
   */
  public ReplicaRank(
      RedisEndpoint redis, StreamNames names, String layerId, int rank, ReplicaKernel kernel) {
    this.layerId = layerId;
    this.rank = rank;
    this.kernel = kernel;
    this.source = "rank-" + rank;
    this.reports = new Channel(names.replicaReports(layerId), layerId, false, MOST_REPORTS);
    this.wire =
        new WireReader(
            WireLimits.DEFAULTS,
            MessageTypes.discovered(),
            new RedisClaimChecks(redis, names, CLAIM_CHECK_LIFE));
    try (Jedis jedis = redis.connect()) {
      this.epoch = RisingNumber.draw(jedis, names.producerEpoch());
      this.beginning = LogEnd.of(jedis, names.replicas(layerId));
    }
    this.publisher =
        new Publisher(
            redis,
            new ProducerIdentity(source, epoch),
            writer,
            PublisherOptions.DEFAULTS,
            Optional.empty(),
            clock,
            connected -> {});
    this.reader =
        new ControlLogReader(
            "replica reader", redis, Map.of(names.replicas(layerId), FIRST), this::read);
  }

  /** Takes updates from now on, and asks how the seeds are. */
  public void start() {
    publisher.start();
    reader.start();
    ask();
  }

  private void ask() {
    String id = "join-%s-%d-%d-%d".formatted(layerId, rank, epoch, asked.getAndIncrement());
    publisher.publish(Lane.URGENT, reports, List.of(new ReplicaJoin(header(id), layerId, rank)));
  }

  /**
   * Waits until the deciding host has told how the seeds are.
   *
   * @param atMost how long
   * @return whether it has
   */
  public boolean awaitSeeds(Duration atMost) {
    try {
      return answered.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void read(String stream, List<LogEntry> entries) {
    long before = failures.get();
    readAll(stream, entries);
    if (failures.get() > before && System.nanoTime() - mayAskAt >= 0) {
      mayAskAt = System.nanoTime() + ASK_AGAIN.toNanos();
      ask();
    }
  }

  private void readAll(String stream, List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      for (Decoded decoded : wire.read(entry.fields())) {
        if (decoded instanceof Decoded.Good good) {
          take(good.message(), new StreamEntryID(entry.entryId()));
        } else {
          failures.incrementAndGet();
          LOG.error("rank {} can't read entry {} of {}", rank, entry.entryId(), stream);
        }
      }
    }
  }

  private void take(Message message, StreamEntryID place) {
    if (message instanceof ReplicaUpdate update && schedule.isNew(update)) {
      List<StepSchedule.Ready> seeds = ready(update.seeds());
      if (seeds.size() == update.seeds().size()) {
        schedule.add(update, seeds);
        take(update.checkpointId(), update.hostEpoch());
      }
      heard = Math.max(heard, update.number());
    } else if (message instanceof ReplicaBase base) {
      schedule.addBase(ready(base.seeds().stream().filter(schedule::isNews).toList()));
      long life = base.seeds().get(0).revision().hostEpoch();
      take(base.checkpointId(), life);
      if (place.compareTo(beginning) > 0 && answered.getCount() > 0) {
        foundLife = base.checkpointId().isEmpty() ? -1 : life;
        answered.countDown();
      }
    }
  }

  private synchronized void take(String newCheckpointId, long life) {
    if (!newCheckpointId.isEmpty() && life >= checkpointLife) {
      checkpointId = newCheckpointId;
      checkpointLife = life;
      notifyAll();
    }
  }

  /** A seed that can't be made ready is left out, until it is told again. */
  private List<StepSchedule.Ready> ready(List<ReplicaSeed> seeds) {
    List<StepSchedule.Ready> ready = new ArrayList<>();
    for (ReplicaSeed seed : seeds) {
      try {
        Runnable inForce = kernel.ready(seed.seed(), seed.weightBytes());
        ready.add(new StepSchedule.Ready(seed, inForce));
      } catch (IllegalArgumentException | IllegalStateException | StoreFailure failure) {
        failures.incrementAndGet();
        LOG.error("rank {} can't follow in layer {}: {}", rank, layerId, failure.getMessage());
      }
    }
    return ready;
  }

  /** The greatest number of an update that it has heard of; −1 before the first. */
  public long heard() {
    return heard;
  }

  /**
   * A training step begins; what takes effect with it is put in force.
   *
   * @param step from 1
   */
  public void begin(long step) {
    for (StepSchedule.Due due : schedule.due(step)) {
      due.seeds().forEach(seed -> seed.inForce().run());
      ReplicaUpdate update = due.update();
      if (update != null) {
        publisher.publish(Lane.URGENT, reports, List.of(report(update, step, due.late())));
      }
    }
  }

  private ReplicaReport report(ReplicaUpdate update, long step, boolean late) {
    long number = update.number();
    String id = "replica-%s-%d-%d-%d".formatted(layerId, rank, update.hostEpoch(), number);
    return new ReplicaReport(header(id), layerId, rank, update.hostEpoch(), number, step, late);
  }

  private Header header(String id) {
    return Header.of(id, clock.millis() / MS_PER_SECOND, source);
  }

  /** The layer. */
  public String layerId() {
    return layerId;
  }

  /** The seeds in force; those that were never heard of are left out. */
  public List<Seed> inForce() {
    return schedule.inForce().stream().map(ReplicaSeed::seed).toList();
  }

  /** The ids of all weights that seeds name which are in force or wait for their step. */
  public Set<String> names() {
    return schedule.known().stream()
        .map(ReplicaSeed::blueprintId)
        .filter(id -> !id.isEmpty())
        .collect(Collectors.toSet());
  }

  /**
   * The life of the layer with which it began, where that life began with a checkpoint to which all
   * ranks have gone back; −1 otherwise.
   */
  public long foundLife() {
    return foundLife;
  }

  /**
   * Waits until the deciding host has put the layer back to a checkpoint.
   *
   * @param afterLife a life of the layer that is before that
   * @param atMost how long
   * @return the life that the layer began with it, or empty
   */
  public synchronized OptionalLong awaitCheckpoint(String id, long afterLife, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (!checkpointId.equals(id) || checkpointLife <= afterLife) {
        long rest = deadline - System.nanoTime();
        if (rest <= 0) {
          return OptionalLong.empty();
        }
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(rest, LEAST_WAIT_NANOS));
      }
      return OptionalLong.of(checkpointLife);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /** How often it could not follow, since the start. */
  public long failures() {
    return failures.get();
  }

  /** What was sent so far. */
  public PublisherCounts counts() {
    return publisher.counts();
  }

  /**
   * Ends; what was put in force stays so.
   *
   * @return whether Redis has every report
   */
  public boolean finish() {
    reader.close();
    boolean finished = publisher.finish(FAREWELL);
    writer.close();
    return finished;
  }

  /** As {@link #finish}. */
  @Override
  public void close() {
    finish();
  }
}
