package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.control.ControlLogReader;
import io.tamiyo.host.control.LogEntry;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.redis.RisingNumber;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.telemetry.Channel;
import io.tamiyo.host.telemetry.Lane;
import io.tamiyo.host.telemetry.ProducerIdentity;
import io.tamiyo.host.telemetry.Publisher;
import io.tamiyo.host.telemetry.PublisherOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;

/**
 * One data-parallel replica of a layer. It decides nothing: it puts in force what the deciding host
 * has made durable, with the training step that stands there, and says so. Begun again, it takes
 * everything from the first update on, and so ends like a replica that was never away.
 *
 * <p>{@link #begin} belongs to the training thread; it never waits for Redis.
 */
public final class ReplicaRank implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaRank.class);
  private static final String FIRST = "0-0";
  private static final double MS_PER_SECOND = 1e3;
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final String layerId;
  private final int rank;
  private final Consumer<Seed> inForce;
  private final StepSchedule schedule = new StepSchedule();
  private final InstantSource clock = InstantSource.system();
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final WireReader wire =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.discovered(), ClaimCheckStore.none());
  private final String source;
  private final Publisher publisher;
  private final Channel reports;
  private final ControlLogReader reader;
  private volatile long heard = -1;

  /**
   * A replica; {@link #start} sets it going.
   *
   * @param rank from 0
   * @param inForce puts a seed in force, from the step on that begins; on the training thread
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer or refuses
   */
  public ReplicaRank(
      RedisEndpoint redis, StreamNames names, String layerId, int rank, Consumer<Seed> inForce) {
    this.layerId = layerId;
    this.rank = rank;
    this.inForce = inForce;
    this.source = "rank-" + rank;
    this.reports = new Channel(names.replicaReports(layerId), layerId, false);
    this.publisher =
        new Publisher(
            redis,
            new ProducerIdentity(source, epoch(redis, names)),
            writer,
            PublisherOptions.DEFAULTS,
            Optional.empty(),
            clock,
            connected -> {});
    this.reader =
        new ControlLogReader(
            "replica reader", redis, Map.of(names.replicas(layerId), FIRST), this::read);
  }

  private static long epoch(RedisEndpoint redis, StreamNames names) {
    try (Jedis jedis = redis.connect()) {
      return RisingNumber.draw(jedis, names.producerEpoch());
    }
  }

  /** Takes updates from now on. */
  public void start() {
    publisher.start();
    reader.start();
  }

  private void read(String stream, List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      for (Decoded decoded : wire.read(entry.fields())) {
        if (decoded instanceof Decoded.Good good
            && good.message() instanceof ReplicaUpdate update) {
          schedule.add(update);
          heard = Math.max(heard, update.number());
        } else {
          LOG.error("rank {} can't read entry {} of {}", rank, entry.entryId(), stream);
        }
      }
    }
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
      due.seeds().forEach(seed -> inForce.accept(seed.seed()));
      publisher.publish(Lane.URGENT, reports, List.of(report(due, step)));
    }
  }

  private ReplicaReport report(StepSchedule.Due due, long step) {
    long number = due.update().number();
    Header header =
        Header.of(
            "replica-%s-%d-%d".formatted(layerId, rank, number),
            clock.millis() / MS_PER_SECOND,
            source);
    return new ReplicaReport(header, layerId, rank, number, step, due.late());
  }

  /** Ends; what was put in force stays so. */
  @Override
  public void close() {
    reader.close();
    publisher.finish(FAREWELL);
    writer.close();
  }
}
