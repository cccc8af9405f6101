package io.tamiyo.host.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.host.redis.TestingRedis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HostBenchTest {

  @RegisterExtension static final TestingRedis REDIS = new TestingRedis();

  private final List<String> said = new ArrayList<>();

  @Test
  void neverLetsTheTrainingThreadWaitWhateverRedisDoes(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("host.json");

    new HostBench(
            URI.create("redis://127.0.0.1:" + REDIS.port()),
            false,
            3,
            Duration.ofMillis(200),
            Duration.ofMillis(5),
            Duration.ofMillis(300),
            said::add)
        .run(List.of(LayerSize.parse("4x64x8")))
        .write(file);

    Map<String, Double> values = values(new ObjectMapper().readTree(file.toFile()));
    assertThat(values)
        .containsKeys("4x64x8 telemetry_us_per_step", "4x64x8 allocated_bytes_per_step");
    for (String phase : List.of("up", "cut", "slow", "back")) {
      assertThat(values.get("4x64x8 %s steps".formatted(phase))).isPositive();
      assertThat(values)
          .as(said.toString())
          .containsEntry("4x64x8 %s forward_thread_waits".formatted(phase), 0.0);
    }
  }

  private static Map<String, Double> values(JsonNode report) {
    assertThat(report.get("bench").asText()).isEqualTo("host");
    Map<String, Double> values = new LinkedHashMap<>();
    report
        .get("results")
        .forEach(
            row ->
                values.put(
                    row.get("case").asText() + " " + row.get("metric").asText(),
                    row.get("value").asDouble()));
    return values;
  }

  @Test
  void boundsTheMedianOfTheDifferencesByTheSignTest() {
    double[] with = new double[100];
    double[] without = new double[100];
    for (int round = 0; round < with.length; round++) {
      with[round] = 3 * round;
      without[round] = 2 * round;
    }

    PairedDifference difference = new PairedDifference(with, without);

    assertThat(difference.rounds()[7]).isEqualTo(7);
    assertThat(difference.interval()).containsExactly(40, 59);
    assertThat(new PairedDifference(new double[] {3}, new double[] {1}).interval())
        .containsExactly(2, 2);
  }
}
