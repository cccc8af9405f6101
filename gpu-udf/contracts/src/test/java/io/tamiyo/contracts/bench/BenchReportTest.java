package io.tamiyo.contracts.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.bench.BenchReport.Result;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {

  private static final BenchReport REPORT =
      new BenchReport(
          "ingestion",
          BenchMachine.facts(),
          List.of(Result.of("heap", "messages_per_s", new double[] {4, 1, 9, 2})));

  @Test
  void writesTheFormThatEveryBenchmarkHas(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("report.json");
    REPORT.write(file);
    JsonNode written = new ObjectMapper().readTree(file.toFile());
    assertThat(written.get("bench").asText()).isEqualTo("ingestion");
    assertThat(written.get("machine").get("processors").asInt()).isPositive();
    assertThat(written.get("results").get(0).toString())
        .isEqualTo(
            "{\"case\":\"heap\",\"metric\":\"messages_per_s\",\"value\":3.0,\"min\":1.0,\"max\":9.0,\"rounds\":4}");
  }

  @Test
  void takesTheMiddleRound() {
    assertThat(Result.of("heap", "messages_per_s", new double[] {4, 1, 9}).value()).isEqualTo(4);
  }

  @Test
  void showsALineForEachResult() {
    assertThat(REPORT.table()).hasSize(2).last().asString().startsWith("heap").endsWith("9.00");
  }

  @Test
  void namesTheFileThatCannotBeWritten(@TempDir Path directory) {
    assertThatThrownBy(() -> REPORT.write(directory))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(directory.toString());
  }
}
