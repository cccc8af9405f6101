package io.tamiyo.jobs.protocol;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.LifecycleOptions;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.ordering.OrderingOptions;
import io.tamiyo.operators.tamiyo.LayerView;
import io.tamiyo.operators.tamiyo.PolicyOptions;
import io.tamiyo.operators.tracking.Emission;
import io.tamiyo.operators.tracking.OutlivedException;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One random history of a layer: a host that trains, crashes and loses its store; a job that is
 * restored from older checkpoints while its earlier incarnations go on; forks that take over; slow
 * sinks, duplicates, and streams that are read in any interleaving. After it everything is let come
 * to rest, and the checker is asked.
 */
final class ProtocolModel {

  private static final String LAYER = "layer-1";
  private static final int STEPS = 250;
  private static final int ROUNDS_TO_REST = 300;
  private static final LifecycleOptions LIFECYCLE =
      LifecycleOptions.DEFAULTS.withEpochsScaledBy(0.02);

  private final Random random;
  private final Planted planted;
  private final History history = History.ofHosts();
  private final ModelStreams streams = new ModelStreams(LAYER, history);
  private final ReferenceCodec codec = new ReferenceCodec();
  private final ModelEpochs epochs = new ModelEpochs();
  private final ModelHost host;
  private final List<ModelJob.Checkpoint> checkpoints = new ArrayList<>();
  private final List<ModelJob> zombies = new ArrayList<>();
  private ModelJob leader;
  private int requests;
  private int forks;

  private ProtocolModel(long seed, Planted planted) {
    this.random = new Random(seed);
    this.planted = planted;
    this.host =
        new ModelHost(
            LAYER,
            3 + random.nextInt(6),
            new LifecycleRules(LifecycleTable.CURRENT, LIFECYCLE),
            streams,
            history,
            planted,
            random);
    host.loseRecords(0.2);
    checkpoints.add(ModelJob.Checkpoint.beginning());
    leader = start("job");
  }

  /** The history of a seed, at rest. */
  static History run(long seed, Planted planted) throws IOException {
    ProtocolModel model = new ProtocolModel(seed, planted);
    for (int step = 0; step < STEPS; step++) {
      model.step();
    }
    model.comeToRest();
    return model.history;
  }

  private ModelJob start(String lineage) {
    int back = random.nextInt(3) == 0 ? random.nextInt(checkpoints.size()) : 0;
    ModelJob.Checkpoint from = checkpoints.get(checkpoints.size() - 1 - back);
    long floor = from.tracking().commands().greatestEpoch();
    Emission.On emission = new Emission.On(epochs.acquire(floor), lineage);
    return new ModelJob(LAYER, emission, config(), from, streams, history, codec, planted, random);
  }

  /** Options change while the job runs; each incarnation here has its own. */
  private LayerConfig config() {
    PolicyOptions policy =
        new PolicyOptions(
            true, random.nextInt(3) * 0.25, 0.5, 100, 8_000 + random.nextInt(4_000), LIFECYCLE);
    TrackingOptions tracking = new TrackingOptions(1 + random.nextInt(4), retryAfterMs(), 1_000);
    return new LayerConfig(OrderingOptions.DEFAULTS, DetectionOptions.DEFAULTS, policy, tracking);
  }

  private long retryAfterMs() {
    return planted == Planted.LOSES_COMMANDS ? Long.MAX_VALUE / 4 : 2_000;
  }

  private void step() throws IOException {
    streams.pass(random.nextInt(100) == 0 ? 6_000 : random.nextInt(30));
    int choice = random.nextInt(100);
    if (choice < 50) {
      stepOf(leader);
    } else if (choice < 60 && !zombies.isEmpty()) {
      stepOf(zombies.get(random.nextInt(zombies.size())));
    } else if (choice < 80) {
      stepOfHost();
    } else if (choice < 88) {
      host.train();
      host.report();
    } else if (choice < 91) {
      streams.appendInbound(Fixtures.tick(LAYER, Duration.ofMillis(streams.now())));
    } else if (choice < 93) {
      ask();
    } else if (choice < 95) {
      checkpoints.add(leader.checkpoint());
    } else {
      fail(random.nextInt(8));
    }
  }

  private void fail(int kind) {
    switch (kind) {
      case 0, 1, 2 -> replaceLeader("job");
      case 3 -> replaceLeader("fork-" + ++forks);
      case 4, 5 -> host.restart();
      case 6 -> host.emergencyStop();
      default -> {
        if (random.nextInt(4) == 0) {
          host.loseStore();
        }
      }
    }
  }

  /** The old one goes on as if nothing had happened. */
  private void replaceLeader(String lineage) {
    zombies.add(leader);
    if (zombies.size() > 3) {
      zombies.remove(0);
    }
    leader = start(lineage);
  }

  private void ask() {
    requests++;
    SeedState target = random.nextBoolean() ? SeedState.GERMINATED : SeedState.CULLED;
    streams.appendInbound(
        Fixtures.request(LAYER, target)
            .id("request-" + requests)
            .batchSize(1 + random.nextInt(2))
            .forced()
            .build());
  }

  private void stepOfHost() {
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      if (random.nextBoolean()) {
        host.readControl();
      } else {
        host.publish();
      }
    }
  }

  private void stepOf(ModelJob job) throws IOException {
    try {
      for (int times = 1 + random.nextInt(5); times > 0; times--) {
        int choice = random.nextInt(3);
        if (choice == 0) {
          job.append();
        } else if (choice == 1) {
          job.readLog();
        } else {
          job.readInbound();
        }
      }
    } catch (OutlivedException outlived) {
      zombies.remove(job);
      if (job == leader) {
        leader = start("job");
      }
    }
  }

  /** No more faults: what is on its way arrives, and what can be decided is. */
  private void comeToRest() throws IOException {
    zombies.forEach(ModelJob::flush);
    zombies.clear();
    leader = start("job");
    for (int round = 0; round < ROUNDS_TO_REST; round++) {
      streams.pass(1_000);
      host.report();
      streams.appendInbound(Fixtures.tick(LAYER, Duration.ofMillis(streams.now())));
      drain();
      if (leader.isAtRest() && host.isIdle()) {
        checkViews();
        return;
      }
    }
    history.fault(
        "not at rest: job epoch %d waits for %s"
            .formatted(leader.emission().epoch(), leader.waiting()));
  }

  private void drain() throws IOException {
    boolean moved = true;
    while (moved) {
      leader.flush();
      boolean read = leader.readLog();
      boolean heard = leader.readInbound();
      boolean obeyed = host.readControl();
      moved = read || heard || obeyed || !host.isIdle();
      host.publish();
    }
  }

  private void checkViews() {
    LayerView view = leader.control().view();
    for (Seed seed : host.state().seeds().seeds()) {
      if (!view.knows(seed.id())
          || view.state(seed.id()) != seed.state()
          || !view.revision(seed.id()).equals(seed.revision())) {
        history.fault("the job does not see that the host has " + seed);
      }
    }
  }
}
