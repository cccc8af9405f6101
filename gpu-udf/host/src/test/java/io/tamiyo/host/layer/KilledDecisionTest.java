package io.tamiyo.host.layer;

import static io.tamiyo.host.layer.HostUnderKill.LAYER;
import static io.tamiyo.host.layer.HostUnderKill.REPLICAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.replica.TestingRank;
import io.tamiyo.host.seeds.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * {@code kill -9} of the host that decides for three replicas, while changes wait for their step.
 */
class KilledDecisionTest {

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final int KILLS = Integer.getInteger("tamiyo.kills", 1);
  private static final SeedState[] ROUND = {
    SeedState.GERMINATED, SeedState.CANCELLED, SeedState.DORMANT
  };

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path store;

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final HostProcesses hosts = new HostProcesses(redis::port);
  private final List<TestingRank> ranks = new ArrayList<>();

  @AfterEach
  void endAll() {
    ranks.forEach(TestingRank::close);
    hosts.close();
    job.close();
  }

  private Process begin() throws IOException {
    Process host = hosts.ready(store, REPLICAS);
    for (int rank = 0; rank < HostUnderKill.GROUP.ranks(); rank++) {
      ranks.add(new TestingRank(redis.endpoint(), LAYER, rank));
    }
    return host;
  }

  @Test
  void endsEqualWithTheStepsThatWereDecidedAndOneAcknowledgementEach() throws IOException {
    Process host = begin();
    Command named = transition(0, SeedState.GERMINATED, 0, 20L);
    Command planned = transition(1, SeedState.GERMINATED, 0, null);
    job.command(LAYER, named);
    job.command(LAYER, planned);
    job.command(LAYER, transition(2, SeedState.GERMINATED, 0, 50L));
    ranks.forEach(rank -> rank.awaitUpdate(3));
    ranks.get(0).trainTo(25);
    ranks.get(1).trainTo(25);
    ranks.get(2).trainTo(5);
    HostProcesses.kill(host);
    try (Jedis jedis = redis.client()) {
      jedis.del(NAMES.replicas(LAYER));
    }
    ranks.get(1).restartAlone();
    assertThat(job.acknowledgements(LAYER)).as("rank 2 has nothing in force").isEmpty();
    job.command(LAYER, named);

    hosts.ready(store, REPLICAS);
    ranks.get(1).restart();
    ranks.get(2).trainTo(25);
    ranks.get(1).trainTo(26);

    List<CommandResult> results = job.awaitAcknowledgements(LAYER, 3);
    assertThat(results)
        .filteredOn(result -> result.outcome() == Outcome.APPLIED)
        .hasSize(2)
        .allSatisfy(
            result ->
                assertThat(result.details())
                    .containsEntry("apply_at_step", 20)
                    .containsEntry("ranks_applied", 3)
                    .containsEntry("ranks_late", List.of()));
    assertThat(ranks.get(1).inForce()).containsEntry(2, Seed.dormant(2, hostEpoch()));
    ranks.forEach(rank -> rank.trainTo(50));
    assertThat(job.awaitAcknowledgements(LAYER, 4).get(3).details())
        .containsEntry("apply_at_step", 50)
        .containsEntry("ranks_applied", 3);
    assertThat(results)
        .filteredOn(result -> result.outcome() != Outcome.APPLIED)
        .extracting(CommandResult::outcome)
        .containsExactly(Outcome.DUPLICATE);
    assertEqual();
    assertThat(ranks).allMatch(rank -> rank.inForce().size() == HostUnderKill.SEEDS);
    assertThat(ranks.get(2).steps())
        .containsEntry("seed 0 at " + new Revision(hostEpoch(), 1), 20L)
        .containsEntry("seed 1 at " + new Revision(hostEpoch(), 1), 20L);
  }

  /** Wherever it dies, whoever is slow, and whoever begins again with it. */
  @RandomSeeds
  void endsEqualAndAcknowledgesOnceWhereverItIsKilled(long randomSeed)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(randomSeed);
    Process host = begin();
    Set<String> sent = new LinkedHashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      long step = ranks.stream().mapToLong(TestingRank::step).max().orElseThrow() + 40;
      for (int seed = 0; seed < HostUnderKill.SEEDS; seed++) {
        for (int turn = 0; turn < ROUND.length; turn++) {
          step += random.nextInt(3);
          long revision = (long) kill * ROUND.length + turn;
          Command command = transition(seed, ROUND[turn], revision, step);
          job.command(LAYER, command);
          sent.add(command.commandId());
        }
      }
      host.waitFor(random.nextInt(30), TimeUnit.MILLISECONDS);
      for (TestingRank rank : ranks) {
        rank.trainTo(rank.step() + random.nextInt(60));
      }
      HostProcesses.kill(host);
      if (random.nextBoolean()) {
        ranks.get(random.nextInt(ranks.size())).restartAlone();
      }
      host = hosts.ready(store, REPLICAS);
      ranks.get(random.nextInt(ranks.size())).restart();
      long decided = (long) sent.size();
      ranks.forEach(rank -> rank.awaitUpdate(decided));
      long all = step;
      ranks.forEach(rank -> rank.trainTo(all + random.nextInt(3)));
      Await.until(
          "all are acknowledged", Duration.ofSeconds(30), () -> acknowledged().equals(sent));
    }

    long last = ranks.stream().mapToLong(TestingRank::step).max().orElseThrow() + 1;
    ranks.forEach(rank -> rank.trainTo(last));

    assertEqual();
    Map<String, String> appliedBy = new HashMap<>();
    for (CommandResult result : job.acknowledgements(LAYER)) {
      assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(result.details()).containsEntry("ranks_applied", 3);
      String messageId = result.header().messageId();
      assertThat(appliedBy.putIfAbsent(result.commandId(), messageId)).isIn(null, messageId);
    }
    assertThat(appliedBy.keySet()).isEqualTo(sent);
  }

  private Set<String> acknowledged() {
    Set<String> ids = new LinkedHashSet<>();
    job.acknowledgements(LAYER).forEach(result -> ids.add(result.commandId()));
    return ids;
  }

  private void assertEqual() {
    Map<Integer, Seed> expected = ranks.get(0).inForce();
    assertThat(ranks).extracting(TestingRank::inForce).containsOnly(expected);
  }

  private static LifecycleTransitionCommand transition(
      int seed, SeedState to, long revision, @Nullable Long step) {
    LifecycleTransitionCommand command =
        Fixtures.transition(LAYER, to)
            .of(new SeedTarget(seed, new Revision(hostEpoch(), revision)))
            .forced()
            .id("%d-%d".formatted(seed, revision))
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

  private static long hostEpoch() {
    try (Jedis jedis = redis.client()) {
      return Long.parseLong(jedis.get(NAMES.hostEpoch()));
    }
  }
}
