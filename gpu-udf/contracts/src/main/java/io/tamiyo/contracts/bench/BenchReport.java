package io.tamiyo.contracts.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark came to, in the one form that all have.
 *
 * @param bench its name
 * @param machine what it ran on
 * @param results one for each case and metric
 */
public record BenchReport(String bench, Map<String, Object> machine, List<Result> results) {

  public BenchReport {
    machine = Map.copyOf(machine);
    results = List.copyOf(results);
  }

  /**
   * One metric of one case.
   *
   * @param value the median of the rounds
   * @param min the least round
   * @param max the greatest
   */
  public record Result(
      @JsonProperty("case") String name,
      String metric,
      double value,
      double min,
      double max,
      int rounds) {

    /** The median of some rounds, with its bounds. */
    public static Result of(String name, String metric, double[] rounds) {
      double[] sorted = rounds.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      return new Result(name, metric, median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    String line() {
      return String.format(
          Locale.ROOT, "%-18s %-26s %12.2f %12.2f %12.2f", name, metric, value, min, max);
    }
  }

  /** The results as lines for people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("%-18s %-26s %12s %12s %12s".formatted("case", "metric", "median", "min", "max"));
    results.forEach(result -> lines.add(result.line()));
    return lines;
  }

  /** The report as JSON. */
  String toJson() {
    try {
      return JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a report can't be written", impossible);
    }
  }

  /**
   * Writes the report.
   *
   * @throws UncheckedIOException naming the file
   */
  public void write(Path file) {
    try {
      Files.writeString(file, toJson() + System.lineSeparator());
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot write the report to " + file, refused);
    }
  }
}
