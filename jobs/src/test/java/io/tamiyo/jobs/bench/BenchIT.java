package io.tamiyo.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.jobs.cluster.CommandLineFixture;
import io.tamiyo.jobs.cluster.CommandLineFixture.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchIT {
  private final Path directory;
  private final CommandLineFixture commandLine;

  BenchIT(@TempDir Path directory) {
    this.directory = directory;
    commandLine = new CommandLineFixture(directory.resolve("state"));
  }

  @Test
  void runsTheKernelAgainstACopyAndLeavesNothingButItsReport() throws Exception {
    Path report = directory.resolve("kernel.json");

    Outcome outcome =
        commandLine.tamiyo(
            "bench", "kernel", "--report", report.toString(), "--cases", "2x8x3", "--rounds", "2");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("2x8x3: warming up", "ratio_to_copy").doesNotContain("WARN");
    JsonNode written = new ObjectMapper().readTree(report.toFile());
    assertThat(written.get("bench").asText()).isEqualTo("kernel");
    assertThat(written.get("results").get(0).get("metric").asText()).isEqualTo("ratio_to_copy");
    try (Stream<Path> left = Files.list(directory.resolve("state"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void measuresAHostAtARedisOfItsOwnAndLeavesNothingButItsReport() throws Exception {
    Path report = directory.resolve("host.json");

    Outcome outcome =
        commandLine.tamiyo(
            "bench",
            "host",
            "--report",
            report.toString(),
            "--cases",
            "2x8x3",
            "--rounds",
            "2",
            "--phase-ms",
            "200");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    JsonNode written = new ObjectMapper().readTree(report.toFile());
    assertThat(written.get("bench").asText()).isEqualTo("host");
    assertThat(written.findValuesAsText("metric"))
        .contains("telemetry_us_per_step", "allocated_bytes_per_step", "forward_thread_waits");
    try (Stream<Path> left = Files.list(directory.resolve("state"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void sendsCommandsThroughARedisOfItsOwnAndLeavesNothingButItsReport() throws Exception {
    Path report = directory.resolve("command.json");

    Outcome outcome =
        commandLine.tamiyo(
            "bench",
            "command",
            "--report",
            report.toString(),
            "--rounds",
            "1",
            "--burst",
            "50",
            "--singles",
            "5");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    JsonNode written = new ObjectMapper().readTree(report.toFile());
    assertThat(written.get("bench").asText()).isEqualTo("command");
    assertThat(written.findValuesAsText("metric")).contains("commands_per_s", "p50_ms", "p99_ms");
    try (Stream<Path> left = Files.list(directory.resolve("state"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void sendsEntriesThroughTheOperatorsAndLeavesNothingButItsReportAndFlinksLog() throws Exception {
    Path report = directory.resolve("ingestion.json");
    Outcome outcome =
        commandLine.tamiyo(
            "bench",
            "ingestion",
            "--report",
            report.toString(),
            "--cases",
            "source,rocksdb",
            "--rounds",
            "1",
            "--round-ms",
            "1",
            "--layers",
            "2",
            "--producers",
            "3");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    JsonNode written = new ObjectMapper().readTree(report.toFile());
    assertThat(written.get("bench").asText()).isEqualTo("ingestion");
    assertThat(written.findValuesAsText("metric")).contains("messages_per_s", "ratio_to_source");
    try (Stream<Path> left = Files.list(directory.resolve("state"))) {
      assertThat(left).allMatch(path -> path.endsWith("logs"));
    }
  }

  @Test
  void saysInOneLineWhyItFails() {
    Outcome outcome =
        commandLine.tamiyo("bench", "kernel", "--report", directory + "/r.json", "--cases", "2by8");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("tamiyo: the case 2by8 is not ROWSxFEATURESxSEEDS")
        .hasLineCount(1);
  }
}
