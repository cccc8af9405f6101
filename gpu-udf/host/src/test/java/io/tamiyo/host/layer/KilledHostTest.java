package io.tamiyo.host.layer;

import static io.tamiyo.host.layer.HostUnderKill.LAYER;
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
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.redis.TestingRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** {@code kill -9} of a host in a process of its own. */
class KilledHostTest {

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final int KILLS = Integer.getInteger("tamiyo.kills", 3);
  private static final SeedState[] WAY = {SeedState.GERMINATED, SeedState.CANCELLED};

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path store;

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final HostProcesses hosts = new HostProcesses(redis::port);

  @AfterEach
  void killAll() {
    hosts.close();
    job.close();
  }

  @Test
  void appliesACommandOnceWhenItDiesBetweenTheRecordAndTheAcknowledgement() throws IOException {
    Process first = hosts.start(store, HostUnderKill.STICK);
    BufferedReader lines = HostProcesses.output(first);
    assertThat(lines.readLine()).isEqualTo(HostUnderKill.READY);
    Command command = transition(1, SeedState.GERMINATED, new Revision(hostEpoch(), 0));
    job.append(NAMES.control(LAYER), LAYER, Fixtures.epochStarted(LAYER, 1));
    job.command(LAYER, command);
    assertThat(lines.readLine()).isEqualTo(HostUnderKill.STUCK);
    HostProcesses.kill(first);
    assertThat(job.acknowledgements(LAYER)).isEmpty();
    job.command(LAYER, command);

    hosts.start(store, "run");

    List<CommandResult> results = job.awaitAcknowledgements(LAYER, 2);
    assertThat(results)
        .extracting(CommandResult::outcome)
        .containsExactly(Outcome.APPLIED, Outcome.DUPLICATE);
    assertThat(results).extracting(CommandResult::commandId).containsOnly(command.commandId());
    assertThat(results.get(1).seeds().get(0).revision()).isEqualTo(new Revision(hostEpoch(), 1));
    assertThat(events()).hasSize(1);
  }

  @RandomSeeds
  void losesNothingAndAppliesNothingTwiceWhereverItIsKilled(long randomSeed)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(randomSeed);
    Process host = hosts.ready(store);
    Set<String> sent = new LinkedHashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      for (int seed = 0; seed < HostUnderKill.SEEDS; seed++) {
        for (int step = 0; step < WAY.length; step++) {
          long revision = (long) kill * (WAY.length + 1) + step;
          Command command = transition(seed, WAY[step], new Revision(hostEpoch(), revision));
          job.command(LAYER, command);
          if (random.nextInt(4) == 0) {
            job.command(LAYER, command);
          }
          sent.add(command.commandId());
        }
      }
      host.waitFor(random.nextInt(30), TimeUnit.MILLISECONDS);
      HostProcesses.kill(host);
      host = hosts.ready(store);
    }
    job.command(LAYER, Fixtures.transition(LAYER, SeedState.DORMANT).id("last").build());

    String last = "last";
    sent.add(last);
    Await.until(
        "the last one is acknowledged",
        Duration.ofSeconds(30),
        () -> acknowledged().contains(last));
    assertThat(acknowledged()).isEqualTo(sent);
    checkRevisions();
  }

  private Set<String> acknowledged() {
    Set<String> ids = new LinkedHashSet<>();
    job.acknowledgements(LAYER).forEach(result -> ids.add(result.commandId()));
    return ids;
  }

  /** Each id is applied from one entry only, and the revisions of a seed have no hole. */
  private void checkRevisions() {
    Map<String, String> appliedBy = new HashMap<>();
    for (CommandResult result : job.acknowledgements(LAYER)) {
      if (result.outcome() == Outcome.APPLIED) {
        String messageId = result.header().messageId();
        assertThat(appliedBy.putIfAbsent(result.commandId(), messageId)).isIn(null, messageId);
      }
    }
    Map<Integer, Set<Long>> revisions = new HashMap<>();
    for (StateTransitionEvent event : events()) {
      revisions
          .computeIfAbsent(event.seedId(), id -> new LinkedHashSet<>())
          .add(event.revision().number());
    }
    revisions.values().forEach(seen -> assertThat(seen).isEqualTo(firstNumbers(seen.size())));
    assertThat(appliedBy)
        .hasSize(revisions.values().stream().mapToInt(Set::size).sum())
        .isNotEmpty();
  }

  private static Set<Long> firstNumbers(int count) {
    Set<Long> numbers = new LinkedHashSet<>();
    for (long number = 1; number <= count; number++) {
      numbers.add(number);
    }
    return numbers;
  }

  private List<StateTransitionEvent> events() {
    return job.messages(NAMES.inbound(LAYER)).stream()
        .filter(StateTransitionEvent.class::isInstance)
        .map(StateTransitionEvent.class::cast)
        .toList();
  }

  private static Command transition(int seed, SeedState to, Revision revision) {
    return Fixtures.transition(LAYER, to).of(new SeedTarget(seed, revision)).build();
  }

  private static long hostEpoch() {
    try (Jedis jedis = redis.client()) {
      return Long.parseLong(jedis.get(NAMES.hostEpoch()));
    }
  }
}
