package io.tamiyo.host.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostProcess;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.layer.HostWatch;
import io.tamiyo.host.layer.LayerKernel;
import io.tamiyo.host.layer.TestingJob;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.seeds.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** Three replicas of a layer, one of which decides. */
class ReplicasTest {

  private static final String LAYER = "layer-1";
  private static final int SEEDS = 4;
  private static final int RANKS = 3;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final StreamNames NAMES = StreamNames.unnamed();

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final List<TestingRank> ranks = new ArrayList<>();
  private final HostProcess host =
      new HostProcess(
          HostOptions.of("host-1", List.of(LAYER), SEEDS),
          redis.endpoint(),
          HostStores.none(),
          layerId -> new KnowingKernel(),
          Map.of(LAYER, new ReplicaGroup(RANKS, 10, Duration.ofHours(1))),
          HostWatch.NONE);

  /** Has every weight, and is never told to put anything in force. */
  private static final class KnowingKernel implements LayerKernel {

    @Override
    public void apply(Seed seed) {
      throw new AssertionError("the replicas put in force what is decided");
    }

    @Override
    public void keepWeights(Seed seed) {}

    @Override
    public void disable(String why) {}

    @Override
    public boolean hasWeights(Seed seed) {
      return true;
    }

    @Override
    public Map<String, Double> measured(int seedId) {
      return Map.of();
    }
  }

  @BeforeEach
  void start() {
    host.start();
    for (int rank = 0; rank < RANKS; rank++) {
      ranks.add(new TestingRank(redis.endpoint(), LAYER, rank));
    }
  }

  @AfterEach
  void stop() {
    ranks.forEach(TestingRank::close);
    host.stop();
    job.close();
  }

  @Test
  void changesAllReplicasWithTheSameStepAndTellsHowManyDid() {
    send(transition(0, SeedState.GERMINATED, 5L));
    awaitUpdate(1);
    ranks.get(0).trainTo(9);
    ranks.get(1).trainTo(4);
    ranks.get(2).trainTo(2);
    ranks.get(2).restart();
    ranks.get(2).awaitUpdate(1);
    ranks.get(2).trainTo(9);
    assertThat(ranks.get(1).inForce().get(0))
        .as("not there yet")
        .isEqualTo(Seed.dormant(0, life()));
    assertThat(job.acknowledgements(LAYER)).as("so nothing is acknowledged").isEmpty();

    ranks.get(1).trainTo(9);

    CommandResult result = job.awaitAcknowledgements(LAYER, 1).get(0);
    assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(result.details())
        .containsEntry("apply_at_step", 5)
        .containsEntry("ranks", 3)
        .containsEntry("ranks_applied", 3)
        .containsEntry("ranks_late", List.of())
        .containsEntry("ranks_silent", List.of());
    for (TestingRank rank : ranks) {
      assertThat(rank.steps()).containsEntry(named(seed(0)), 5L);
      assertThat(rank.inForce()).isEqualTo(seeds());
    }
  }

  @Test
  void saysWhichReplicaWasLateAndEndsEqualAllTheSame() {
    ranks.get(2).away();
    send(transition(0, SeedState.GERMINATED, 5L));
    ranks.get(0).awaitUpdate(1);
    ranks.get(1).awaitUpdate(1);
    awaitDecision(1);
    ranks.get(0).trainTo(8);
    ranks.get(1).trainTo(8);
    ranks.get(2).trainTo(7);
    ranks.get(2).restart();
    ranks.get(2).awaitUpdate(1);

    ranks.get(2).trainTo(8);

    CommandResult result = job.awaitAcknowledgements(LAYER, 1).get(0);
    assertThat(result.details())
        .containsEntry("ranks_applied", 3)
        .containsEntry("ranks_late", List.of(2));
    assertThat(ranks).extracting(TestingRank::inForce).containsOnly(seeds());
  }

  @Test
  void refusesAStepThatCannotBeKept() {
    host.reached(7);
    send(transition(0, SeedState.GERMINATED, 7L));
    send(transition(0, SeedState.GERMINATED, -3L));
    send(transition(0, SeedState.GERMINATED, "soon"));
    send(transition(1, SeedState.GERMINATED, 20L));
    send(transition(2, SeedState.GERMINATED, 19L));

    List<CommandResult> results = job.awaitAcknowledgements(LAYER, 4);

    assertThat(results).extracting(CommandResult::outcome).containsOnly(Outcome.REJECTED);
    assertThat(results.get(0).error()).contains("training is at step 7 already");
    assertThat(results.get(1).error()).isEqualTo("apply_at_step is no training step from 1");
    assertThat(results.get(2).error()).isEqualTo("apply_at_step is no training step from 1");
    assertThat(results.get(3).error()).contains("takes effect with step 20");
  }

  @Test
  void needsNothingOfItsStreamsThatIsOlderThanAReplicaThatBegins() {
    send(transition(0, SeedState.GERMINATED, 5L));
    awaitUpdate(1);
    ranks.forEach(rank -> rank.trainTo(6));
    job.awaitAcknowledgements(LAYER, 1);
    send(transition(0, SeedState.CANCELLED, 20L));
    awaitUpdate(2);
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.ttl(NAMES.replicas(LAYER))).as("it lives").isEqualTo(-1);
      jedis.del(NAMES.replicas(LAYER));
    }

    ranks.get(1).restart();
    ranks.get(1).trainTo(7);
    assertThat(ranks.get(1).inForce()).isEqualTo(ranks.get(0).inForce());
    ranks.forEach(rank -> rank.trainTo(20));

    assertThat(ranks).extracting(TestingRank::inForce).containsOnly(seeds());
    assertThat(job.awaitAcknowledgements(LAYER, 2).get(1).details())
        .containsEntry("ranks_late", List.of());
    host.stop();
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.ttl(NAMES.replicas(LAYER))).as("it has said goodbye").isPositive();
    }
  }

  @Test
  void stopsAllReplicasAtOnceWhateverWaitsForItsStep() {
    send(transition(0, SeedState.GERMINATED, 100L));
    awaitUpdate(1);
    job.append(NAMES.emergency(), LAYER, Fixtures.emergencyStop(LAYER).build());
    awaitUpdate(2);

    ranks.forEach(rank -> rank.trainTo(150));

    assertThat(seed(0).state()).isEqualTo(SeedState.CANCELLED);
    assertThat(job.awaitOutcomes(LAYER, 2)).containsOnly(Outcome.APPLIED);
    assertThat(ranks).extracting(TestingRank::inForce).containsOnly(seeds());
    assertThat(ranks)
        .extracting(rank -> rank.steps().get(named(seed(0))))
        .as("with the first step that begins after it")
        .containsOnly(1L);
  }

  /** Random changes, paces and restarts; whatever comes, all replicas are equal in the end. */
  @RandomSeeds
  void endsEqualHoweverTheReplicasRun(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    int changes = 30;
    for (int change = 1; change <= changes; change++) {
      long first = ranks.stream().mapToLong(TestingRank::step).max().orElseThrow();
      host.reached(ranks.get(0).step());
      @Nullable Object step = random.nextBoolean() ? first + 15 + change : null;
      send(randomTransition(random, step));
      awaitDecision(change);
      if (random.nextInt(4) == 0) {
        ranks.get(random.nextInt(RANKS)).restart();
      }
      for (TestingRank rank : ranks) {
        rank.trainTo(rank.step() + random.nextInt(6));
      }
    }

    long last = 1000;
    awaitUpdate(changes);
    ranks.forEach(rank -> rank.trainTo(last));

    assertThat(job.awaitOutcomes(LAYER, changes)).containsOnly(Outcome.APPLIED);
    assertThat(ranks).extracting(TestingRank::inForce).containsOnly(seeds());
  }

  private Command randomTransition(SplittableRandom random, @Nullable Object step) {
    Seed seed = seed(random.nextInt(SEEDS));
    List<SeedState> legal = List.copyOf(LifecycleTable.CURRENT.next(seed.state()));
    List<SeedState> lasting =
        legal.stream().filter(state -> state != SeedState.FOSSILIZED).toList();
    SeedState to = lasting.get(random.nextInt(lasting.size()));
    return transition(seed.id(), to, step);
  }

  private void awaitDecision(long number) {
    Await.until("it is decided", SOON, () -> host.layers().get(0).point().recordNumber() >= number);
  }

  /** Replicas may hear of an update before the host that sends it shows it. */
  private void awaitUpdate(long number) {
    ranks.forEach(rank -> rank.awaitUpdate(number));
    awaitDecision(number);
  }

  private void send(Command command) {
    job.command(LAYER, command);
  }

  private Seed seed(int id) {
    return host.layers().get(0).seeds().seed(id);
  }

  private long life() {
    return seed(0).revision().hostEpoch();
  }

  private Map<Integer, Seed> seeds() {
    Map<Integer, Seed> seeds = new TreeMap<>();
    host.layers().get(0).seeds().seeds().forEach(seed -> seeds.put(seed.id(), seed));
    return seeds;
  }

  private static String named(Seed seed) {
    return "seed %d at %s".formatted(seed.id(), seed.revision());
  }

  private LifecycleTransitionCommand transition(int seedId, SeedState to, @Nullable Object step) {
    SeedTarget target = new SeedTarget(seedId, seed(seedId).revision());
    LifecycleTransitionCommand command =
        Fixtures.transition(LAYER, to)
            .of(target)
            .forced()
            .id("%s-%s-%s".formatted(seedId, target.revision(), step))
            .build();
    return new LifecycleTransitionCommand(
        command
            .header()
            .withMetadata(step == null ? Map.of() : Map.of(Command.APPLY_AT_STEP, step)),
        command.layerId(),
        command.seedId(),
        command.targetState(),
        command.parameters(),
        command.priority(),
        command.timeoutMs(),
        command.force(),
        command.reason(),
        command.fence(),
        command.cause());
  }
}
