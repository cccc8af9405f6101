package io.tamiyo.host.bench;

import io.tamiyo.contracts.bench.BenchMachine;
import io.tamiyo.contracts.bench.BenchReport;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.spool.SpoolOptions;
import io.tamiyo.host.telemetry.Channel;
import io.tamiyo.host.telemetry.ProducerIdentity;
import io.tamiyo.host.telemetry.Publisher;
import io.tamiyo.host.telemetry.PublisherOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;

/**
 * Kills Redis again and again under a host that reports steadily, and then reads what has arrived.
 *
 * <ul>
 *   <li>{@code resume_ms}: from when Redis answers a client that asks each millisecond to when the
 *       host knows of the first entry that it has
 *   <li>{@code lost}: messages that have not arrived, less those that gap events state
 *   <li>{@code applied_twice}: messages that have arrived more than once
 *   <li>{@code out_of_order}: entries out of their sequence, messages out of their lane's order
 *   <li>{@code stated_in_gaps}: what gap events say was dropped, where a bound forces a drop
 * </ul>
 */
final class OutageBench {

  private static final Duration UP = Duration.ofSeconds(1);
  private static final Duration FAREWELL = Duration.ofSeconds(60);
  private static final double NANOS_PER_MILLI = 1e6;

  private final RedisEndpoint redis;
  private final Path directory;
  private final int perSecond;
  private final Consumer<String> progress;

  /**
   * @param redis is killed, and started again by somebody else
   * @param directory of the spools
   * @param perSecond messages
   */
  OutageBench(RedisEndpoint redis, Path directory, int perSecond, Consumer<String> progress) {
    this.redis = redis;
    this.directory = directory;
    this.perSecond = perSecond;
    this.progress = progress;
  }

  /** Runs each case. */
  BenchReport run(int outages) throws Exception {
    List<BenchReport.Result> results = new ArrayList<>();
    for (OutageCase next : OutageCase.all(outages)) {
      results.addAll(run(next));
    }
    return new BenchReport("outage", BenchMachine.facts(), results);
  }

  private List<BenchReport.Result> run(OutageCase next) throws Exception {
    Channel channel = new Channel("kasmina.inbound.bench-" + next.name(), "bench", true);
    PublisherOptions options = PublisherOptions.DEFAULTS.withBacklog(next.backlog());
    SpoolOptions disk = SpoolOptions.of(next.backlog().maxDiskBytes(), false);
    Spool spool = Spool.open(directory.resolve(next.name()), disk);
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      ProducerIdentity identity = new ProducerIdentity("bench", 1);
      Publisher publisher =
          new Publisher(
              redis,
              identity,
              writer,
              options,
              Optional.of(spool),
              InstantSource.system(),
              connected -> {});
      publisher.start();
      OutageLoad load = new OutageLoad(publisher, channel, perSecond);
      load.start();
      double[] resumed = outages(next, publisher);
      load.end();
      if (!publisher.finish(FAREWELL)) {
        throw new IllegalStateException("not everything was sent within " + FAREWELL);
      }
      return results(next.name(), resumed, load, channel);
    }
  }

  private double[] outages(OutageCase next, Publisher publisher) throws InterruptedException {
    KilledRedis killed = new KilledRedis(redis);
    double[] resumed = new double[next.outages()];
    for (int outage = 0; outage < resumed.length; outage++) {
      TimeUnit.NANOSECONDS.sleep(UP.toNanos());
      killed.kill();
      long before = publisher.counts().entries();
      long answered = killed.awaitReturn();
      KilledRedis.await(() -> publisher.counts().entries() > before, "nothing is published");
      resumed[outage] = (System.nanoTime() - answered) / NANOS_PER_MILLI;
      progress.accept(
          "%s: outage %d of %d, published %.0f ms after Redis answered; %s"
              .formatted(
                  next.name(), outage + 1, resumed.length, resumed[outage], publisher.backlog()));
      KilledRedis.await(() -> publisher.backlog().diskBytes() == 0, "the disk does not empty");
    }
    return resumed;
  }

  private List<BenchReport.Result> results(
      String name, double[] resumed, OutageLoad load, Channel channel) throws Exception {
    try (Jedis jedis = redis.connect()) {
      OutageVerdict verdict = OutageVerdict.of(jedis, channel.stream());
      long sent = load.reports() + load.urgent();
      jedis.del(channel.stream());
      return List.of(
          one(name, "lost", sent - verdict.arrived() - verdict.stated()),
          one(name, "applied_twice", verdict.twice()),
          one(name, "out_of_order", verdict.outOfOrder()),
          BenchReport.Result.of(name, "resume_ms", resumed),
          one(name, "messages", sent),
          one(name, "stated_in_gaps", verdict.stated()));
    }
  }

  private static BenchReport.Result one(String name, String metric, long value) {
    return BenchReport.Result.of(name, metric, new double[] {value});
  }
}
