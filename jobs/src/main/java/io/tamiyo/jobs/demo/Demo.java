package io.tamiyo.jobs.demo;

import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.Ports;
import io.tamiyo.jobs.cluster.RunDirectory;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.redis.RedisConnection;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One run of the demo: starts the parts, shows what passes between them, and ends them in the order
 * in which nothing is lost.
 */
final class Demo {

  private static final Duration REHEARSAL = Duration.ofSeconds(5);
  private static final Duration LONGEST_REHEARSAL = Duration.ofSeconds(15);
  private static final Duration IN_FLIGHT = Duration.ofSeconds(5);
  private static final Duration ARRIVAL = Duration.ofSeconds(5);
  private static final Duration ORDERLY_END = Duration.ofSeconds(60);
  private static final Duration DISCOVERY = Duration.ofMillis(500);
  private static final Duration REFRESH = Duration.ofSeconds(1);

  private final Installation installation;
  private final DemoOptions options;
  private final PrintWriter out;
  private final Tally tally = new Tally();
  private final Interruption interruption = new Interruption(ORDERLY_END);

  Demo(Installation installation, DemoOptions options, PrintWriter out) {
    this.installation = installation;
    this.options = options;
    this.out = out;
  }

  /**
   * Runs until its time is over or the JVM is told to end; either way it ends in order.
   *
   * @throws CommandFailure when a part can't be started, or ends before its time
   */
  void run() throws Exception {
    try (interruption) {
      Ports.requireFree(options.webPort(), "Flink's web UI", "choose another with --web-port");
      RunDirectory directory = RunDirectory.create(installation.state().resolve("demo"));
      try (ChildProcesses children = new ChildProcesses()) {
        interruption.onShutdown(children::close);
        run(children, directory);
      }
      directory.delete();
    }
  }

  private void run(ChildProcesses children, RunDirectory directory) throws Exception {
    StreamNames names = new StreamNames("demo-" + directory.runId());
    try (DemoRedis redis = DemoRedis.open(options, children, directory, names);
        DemoFlink flink = startFlink(directory, redis, names);
        HostChild host = startHost(children, directory, redis, flink, names);
        StreamTail tail = new StreamTail(redis.connect(), names, reader(redis), tally)) {
      LiveTable table = new LiveTable(out, flink.webUi());
      show(host, flink, tail, table);
      DemoReport report = end(host, flink, tail, redis);
      table.draw(tally);
      finish(report);
    }
  }

  private DemoFlink startFlink(RunDirectory directory, DemoRedis redis, StreamNames names)
      throws Exception {
    out.println("starting Redis and Flink; the control plane rehearses before the host comes ...");
    out.flush();
    return DemoFlink.start(
        options.webPort(),
        directory,
        ControlPlaneOptions.defaults(redis.url(), names).withEpochScale(options.epochScale()));
  }

  private void rehearse(DemoFlink flink, DemoRedis redis, StreamNames names) {
    flink.requireRunning();
    try (RedisConnection connection = redis.connect()) {
      new Rehearsal(connection, names).play(REHEARSAL, LONGEST_REHEARSAL);
    }
    // What the rehearsal has left is cleared away now, not while the first commands wait.
    System.gc();
  }

  private HostChild startHost(
      ChildProcesses children,
      RunDirectory directory,
      DemoRedis redis,
      DemoFlink flink,
      StreamNames names) {
    interruption.requireNone();
    rehearse(flink, redis, names);
    interruption.requireNone();
    return HostChild.start(installation, options, children, directory, redis, names);
  }

  private void show(HostChild host, DemoFlink flink, StreamTail tail, LiveTable table) {
    long start = System.nanoTime();
    follow(
        tail,
        () -> {
          host.requireAlive();
          flink.requireRunning();
          return interruption.isRequested()
              || (options.length() != null
                  && System.nanoTime() - start >= options.length().toNanos());
        },
        () -> table.draw(tally));
  }

  private DemoReport end(HostChild host, DemoFlink flink, StreamTail tail, DemoRedis redis) {
    redis.stopPolicy();
    host.stopTraining();
    followAtMost(IN_FLIGHT, tail, () -> tally.sum(LayerTally::inFlight) == 0);
    HostSummary summary = host.end();
    followAtMost(ARRIVAL, tail, () -> DemoReport.ledger(tally, summary.sent()).balances());
    flink.stopWithSavepoint();
    followAtMost(ARRIVAL, tail, () -> tail.poll() == 0);
    return DemoReport.of(tally, summary.sent(), summary.accuracy(), options.differing());
  }

  private void finish(DemoReport report) {
    if (options.report() != null) {
      report.write(options.report());
      out.println("report: " + options.report());
    }
    if (!report.ledger().balances()) {
      throw new CommandFailure(
          "the ledger does not balance: " + report.ledger() + "; please report this with its seed");
    }
    out.flush();
  }

  private void followAtMost(Duration most, StreamTail tail, BooleanSupplier done) {
    long start = System.nanoTime();
    follow(tail, () -> done.getAsBoolean() || System.nanoTime() - start > most.toNanos(), () -> {});
  }

  /** Reads the streams until it is done, and looks for new layers and draws now and then. */
  private static void follow(StreamTail tail, BooleanSupplier done, Runnable draw) {
    long discovered = System.nanoTime() - DISCOVERY.toNanos();
    long drawn = discovered;
    while (!done.getAsBoolean()) {
      long now = System.nanoTime();
      if (now - discovered >= DISCOVERY.toNanos()) {
        tail.discover();
        discovered = now;
      }
      tail.poll();
      if (now - drawn >= REFRESH.toNanos()) {
        draw.run();
        drawn = now;
      }
    }
  }

  private static WireReader reader(DemoRedis redis) {
    return new WireReader(WireLimits.DEFAULTS, MessageTypes.discovered(), redis.claimChecks());
  }
}
