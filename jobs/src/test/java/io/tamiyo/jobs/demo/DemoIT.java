package io.tamiyo.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.jobs.cluster.CommandLineFixture;
import io.tamiyo.jobs.cluster.CommandLineFixture.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The demo as people run it: real Redis, real Flink, a host that trains, and Tamiyo deciding. */
class DemoIT {

  private static final String WEB_PORT = "18081";

  @TempDir private Path directory = Path.of("");

  @RandomSeeds
  void seedsGiveBackMostOfWhatADisturbedNetworkHasLostAndNothingIsLostOnTheWay(long seed)
      throws Exception {
    Path report = directory.resolve("report.json");
    CommandLineFixture terminal = new CommandLineFixture(directory.resolve("state"));

    Outcome outcome =
        terminal.tamiyo(
            "demo",
            "--planted-disturbance",
            "--epoch-scale",
            "1",
            "--layers",
            "2",
            "--for",
            "30s",
            "--seed",
            Long.toString(seed & 0xffff),
            "--web-port",
            WEB_PORT,
            "--report",
            report.toString());

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(report.toFile());
    System.out.println("DemoIT: " + found);
    assertSettled(found);
    assertRegained(found.required("accuracy"));
  }

  private static void assertSettled(JsonNode found) {
    JsonNode ledger = found.required("ledger");
    assertThat(found.required("commands_applied").asLong()).isPositive();
    assertThat(found.required("in_flight").asLong()).isZero();
    assertThat(found.required("dead_letters").asLong()).isZero();
    assertThat(ledger.required("sent_by_hosts").asLong()).isEqualTo(ledger.required("in").asLong());
    assertThat(ledger.required("out").asLong()).isEqualTo(ledger.required("in").asLong());
    assertThat(
            found.required("states").required("EVALUATING").asLong()
                + found.required("states").required("FINE_TUNING").asLong())
        .isPositive();
  }

  private static void assertRegained(JsonNode accuracy) {
    double lost =
        accuracy.required("alone").asDouble() - accuracy.required("without_seeds").asDouble();
    double regained =
        accuracy.required("with_seeds").asDouble() - accuracy.required("without_seeds").asDouble();
    assertThat(lost).as("what the disturbance costs").isGreaterThan(0.05);
    assertThat(regained).as("of " + lost).isGreaterThanOrEqualTo(lost / 2);
  }
}
