package io.tamiyo.host.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KernelBenchTest {

  private static final List<String> METRICS =
      List.of("ratio_to_copy", "allocated_bytes_per_step", "step_us", "copy_us");

  private final Path report;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  KernelBenchTest(@TempDir Path directory) {
    report = directory.resolve("report.json");
  }

  @Test
  void writesItsReportAndATable() throws IOException {
    int code = run("--cases", "4x8x3,3x9x9", "--rounds", "4");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    JsonNode written = new ObjectMapper().readTree(report.toFile());
    assertThat(written.get("bench").asText()).isEqualTo("kernel");
    assertThat(written.get("machine").get("processors").asInt()).isPositive();
    assertThat(written.get("machine").get("kernel").asText()).isIn("vector", "torchscript");
    List<String> rows = new ArrayList<>();
    for (JsonNode result : written.get("results")) {
      rows.add(result.get("case").asText() + " " + result.get("metric").asText());
      assertThat(result.get("rounds").asInt()).isEqualTo(4);
      assertThat(result.get("value").asDouble())
          .isBetween(result.get("min").asDouble(), result.get("max").asDouble());
    }
    assertThat(rows).containsExactlyElementsOf(expectedRows());
    assertThat(out.toString()).contains("4x8x3: warming up", "3x9x9", "ratio_to_copy");
  }

  private static List<String> expectedRows() {
    List<String> rows = new ArrayList<>();
    for (String size : List.of("4x8x3", "3x9x9")) {
      METRICS.forEach(metric -> rows.add(size + " " + metric));
    }
    return rows;
  }

  @Test
  void takesTheMiddleOfTheRounds() {
    assertThat(BenchReport.Result.of("1x2x1", "step_us", new double[] {4, 1, 9, 2}).value())
        .isEqualTo(3);
    assertThat(BenchReport.Result.of("1x2x1", "step_us", new double[] {4, 1, 9}).value())
        .isEqualTo(4);
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(run("--cases", "4x8")).isEqualTo(1);
    assertThat(err.toString()).contains("the case 4x8 is not ROWSxFEATURESxSEEDS");
    assertThat(run("--rounds", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("--rounds is 0; give at least 1");
    assertThatThrownBy(() -> LayerSize.parse("0x8x3")).hasMessageContaining("rows is 0");
    assertThatThrownBy(() -> LayerSize.parse("1x8x9")).hasMessageContaining("seeds (9)");
  }

  @Test
  void saysWhereAReportCannotBeWritten() {
    Path nowhere = report.resolve("no/such/place.json");
    assertThat(execute("--report", nowhere.toString(), "--cases", "1x2x1", "--rounds", "1"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("cannot write the report to " + nowhere);
  }

  @Test
  void namesTheBenchmarksWhereNoneIsNamed() {
    assertThat(execute(BenchMain.commandLine())).isEqualTo(2);
    assertThat(err.toString()).contains("which benchmark? There are: kernel, host");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--report", report.toString()));
    return execute(all.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    List<String> all = new ArrayList<>(List.of("kernel"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--warm-up-ms", "1", "--round-ms", "1"));
    return execute(BenchMain.commandLine(), all.toArray(String[]::new));
  }

  private int execute(CommandLine benchmarks, String... arguments) {
    return benchmarks
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
