package io.tamiyo.host.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.bench.BenchReport;
import io.tamiyo.host.redis.TestingRedis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

class CommandBenchTest {

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @Test
  void measuresAHostThatAppliesEachCommandOnceAndLeavesNoKey() {
    List<String> said = new ArrayList<>();
    CommandBench.Size size = new CommandBench.Size(2, 20, 5, 3);

    BenchReport report = new CommandBench(redis.endpoint(), size, said::add).run();

    assertThat(report.results())
        .extracting(result -> result.name() + " " + result.metric())
        .containsExactly(
            "burst-written commands_per_s",
            "single-written p50_ms",
            "single-written p99_ms",
            "burst-synced commands_per_s",
            "single-synced p50_ms",
            "single-synced p99_ms");
    assertThat(report.results()).allMatch(result -> result.value() > 0 && result.rounds() == 2);
    assertThat(said).contains("written: round 2 of 2", "synced: warming up");
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.keys("*")).isEmpty();
    }
  }

  @Test
  void saysWhatCannotBeMeasured() {
    assertThatThrownBy(() -> new CommandBench.Size(0, 1, 1, 1))
        .hasMessage("--rounds is 0; give at least 1");
    assertThatThrownBy(() -> new CommandBench.Size(1, 1, 1, 0))
        .hasMessage("--seeds is 0; give at least 1");
  }
}
