package io.tamiyo.host;

import static io.tamiyo.host.TrainingUnderKill.LAYER;
import static io.tamiyo.host.TrainingUnderKill.SEEDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.TestingJob;
import io.tamiyo.host.redis.TestingRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a host in the midst of its training, its seeds' transitions and its
 * checkpoints: seed state and weights are always consistent.
 *
 * <p>Kills so many times as {@code -Dtamiyo.kills=N} says, otherwise {@value #KILLS} times; 50 take
 * about three minutes.
 */
class KilledTrainingTest {

  private static final int KILLS = 3;
  private static final int MOST_MILLIS = 1_500;
  private static final StreamNames NAMES = StreamNames.unnamed();

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path store;

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final List<Process> hosts = new ArrayList<>();

  @AfterEach
  void killAll() {
    hosts.forEach(host -> host.destroyForcibly().onExit().join());
    job.close();
  }

  @RandomSeeds
  void findsEveryGraftWithItsOwnWeightsWhereverItIsKilled(long randomSeed)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(randomSeed);
    ScriptedLives lives = new ScriptedLives(job, random.split());
    KilledStore found = new KilledStore(store);
    for (int kill = 0; kill < Integer.getInteger("tamiyo.kills", KILLS); kill++) {
      Process host = start(random.nextLong());
      lives.leadFor(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS)));
      host.destroyForcibly().onExit().join();
      found.check();
    }
    Process last = start(random.nextLong());
    lives.leadFor(TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS));
    last.getOutputStream().write('\n');
    last.getOutputStream().flush();
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();
    found.check();
    checkRevisions();
    System.out.println("killed training: " + found);
  }

  /** Of each seed, in each of its lives, the revisions have no hole. */
  private void checkRevisions() {
    Map<String, TreeSet<Long>> numbers = new HashMap<>();
    for (StateTransitionEvent event : events()) {
      Revision revision = event.revision();
      numbers
          .computeIfAbsent(
              event.seedId() + " of life " + revision.hostEpoch(), id -> new TreeSet<>())
          .add(revision.number());
    }
    assertThat(numbers).hasSizeGreaterThanOrEqualTo(SEEDS);
    numbers.forEach(
        (seed, seen) -> assertThat(seen.last()).as("seed %s", seed).isEqualTo(seen.size()));
  }

  private List<StateTransitionEvent> events() {
    return job.messages(NAMES.inbound(LAYER)).stream()
        .filter(StateTransitionEvent.class::isInstance)
        .map(StateTransitionEvent.class::cast)
        .toList();
  }

  private Process start(long randomSeed) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            TrainingUnderKill.class.getName(),
            Integer.toString(redis.port()),
            store.toString(),
            Long.toString(randomSeed));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    builder.environment().put("CLASSPATH", classPath);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process host = builder.start();
    hosts.add(host);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo(TrainingUnderKill.READY);
    return host;
  }
}
