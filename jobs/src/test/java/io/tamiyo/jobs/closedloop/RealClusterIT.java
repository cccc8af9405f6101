package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.jobs.cluster.CommandLineFixture;
import io.tamiyo.jobs.cluster.CommandLineFixture.Outcome;
import io.tamiyo.jobs.cluster.Ports;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The jar that people submit, by the commands that they type, on a cluster of JVMs. */
class RealClusterIT {

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private final Path directory;
  private final CommandLineFixture person;

  RealClusterIT(@TempDir Path directory) {
    this.directory = directory;
    this.person = new CommandLineFixture(directory.resolve("state"));
  }

  @BeforeEach
  void startCluster() {
    types("cluster", "start", "--web-port", "" + Ports.free(), "--task-managers", "2");
  }

  @AfterEach
  void stopCluster() {
    types("cluster", "stop");
  }

  @RandomSeeds
  void theJobGoesOnFromItsSavepointAtAnotherParallelism(long seed) throws Exception {
    try (ClosedLoop loop = new ClosedLoop(redis, directory, seed)) {
      submit("--parallelism", "1");
      loop.awaitProgress(10, this::status);

      String savepoint = types("stop").firstLine();
      submit("--parallelism", "2", "--from", savepoint);
      loop.awaitProgress(10, this::status);
      loop.end(this::status);

      System.out.println("RealClusterIT: " + loop.history());
      assertThat(loop.violations()).isEmpty();
      types("stop");
    }
  }

  private void submit(String... options) {
    List<String> all = new ArrayList<>(List.of("submit", "--redis", redis.url()));
    all.addAll(List.of(options));
    all.addAll(
        List.of(
            "--",
            "--instance-id",
            ClosedLoop.NAMES.instanceId(),
            "--emission.lineage",
            "loop",
            "--lifecycle.epoch-scale",
            Double.toString(SimulatedHost.EPOCH_SCALE)));
    types(all.toArray(String[]::new));
  }

  private String status() {
    return person.tamiyo("cluster", "status").out();
  }

  private Outcome types(String... arguments) {
    Outcome outcome = person.tamiyo(arguments);
    assertThat(outcome.exitCode()).as("%s: %s", List.of(arguments), outcome).isZero();
    return outcome;
  }
}
