package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;

/** The options of the control-plane job, as the command line shows and checks them. */
final class JobOptions {

  private JobOptions() {}

  /** Lists every option with its default and what it is for, by key. */
  static void print(PrintWriter out) {
    HtmlFormatter text = new HtmlFormatter();
    ControlPlaneOptions.all().stream()
        .sorted(Comparator.comparing(ConfigOption::key))
        .forEach(
            option ->
                out.printf(
                    Locale.ROOT,
                    "  --%s%s%n        %s%n",
                    option.key(),
                    option.hasDefaultValue() ? " (default: " + option.defaultValue() + ")" : "",
                    text.format(option.description())));
    out.flush();
  }

  /**
   * Refuses here what the job would refuse after it was sent.
   *
   * @throws CommandFailure naming the key and what was expected
   */
  static void check(List<String> arguments) {
    try {
      ControlPlaneOptions.parse(arguments.toArray(String[]::new), Map.of());
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(
          wrong.getMessage() + "; ./tamiyo submit --job-options lists what there is", wrong);
    }
  }
}
