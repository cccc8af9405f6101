package io.tamiyo.jobs.demo;

import io.tamiyo.contracts.lifecycle.SeedState;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Help.Ansi;

/** The demo as people see it: one row a layer, and a line of totals. */
final class LiveTable {

  private static final int LONGEST_LAYER_ID = 20;

  /** Moves the cursor home, so that a terminal shows one table and not one after another. */
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  private final PrintWriter out;
  private final String webUi;
  private final boolean terminal = Ansi.AUTO.enabled();
  private final long start = System.nanoTime();

  /**
   * @param out where it is drawn
   * @param webUi address of Flink's web UI
   */
  LiveTable(PrintWriter out, String webUi) {
    this.out = out;
    this.webUi = webUi;
  }

  /** Draws it in place on a terminal, below the last one elsewhere. */
  void draw(Tally tally) {
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    out.println((terminal ? HOME_AND_CLEAR : "") + render(tally, seconds));
    out.flush();
  }

  /** The table, each line ended; a state is shown as soon as a seed has been in it. */
  String render(Tally tally, long elapsedSeconds) {
    StringBuilder text = new StringBuilder();
    line(text, "Tamiyo demo, %d s        Flink web UI: %s", elapsedSeconds, webUi);
    text.append('\n');
    line(
        text,
        "%-20s %5s %5s %5s %5s %5s %5s %5s %5s %5s %5s %5s %9s %6s %7s %8s",
        "layer",
        "dorm",
        "germ",
        "train",
        "graft",
        "stab",
        "eval",
        "tune",
        "foss",
        "cull",
        "canc",
        "roll",
        "accuracy",
        "sent",
        "applied",
        "rejected");
    tally.layers().forEach((id, layer) -> row(text, id, layer));
    text.append('\n');
    line(
        text,
        "commands: %d sent, %d applied, %d rejected, %d in flight    alerts: %d    dead letters: %d",
        tally.sum(LayerTally::commands),
        tally.sum(LayerTally::applied),
        tally.sum(LayerTally::rejected),
        tally.sum(LayerTally::inFlight),
        tally.alerts(),
        tally.deadLetters());
    line(
        text,
        "telemetry to command: p50 %s, p99 %s    health reports: %d",
        millis(tally.telemetryToCommand().quantile(0.50)),
        millis(tally.telemetryToCommand().quantile(0.99)),
        tally.sum(LayerTally::reports));
    return text.toString();
  }

  private static void row(StringBuilder text, String id, LayerTally layer) {
    Map<SeedState, Integer> states = layer.states();
    text.append(String.format(Locale.ROOT, "%-20s", shortened(id)));
    for (SeedState state : SeedState.values()) {
      text.append(String.format(Locale.ROOT, " %5d", states.getOrDefault(state, 0)));
    }
    String accuracy =
        Double.isNaN(layer.accuracy())
            ? "unknown"
            : String.format(Locale.ROOT, "%.1f %%", 100 * layer.accuracy());
    line(text, " %9s %6d %7d %8d", accuracy, layer.commands(), layer.applied(), layer.rejected());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String shortened(String id) {
    return id.length() <= LONGEST_LAYER_ID ? id : id.substring(0, LONGEST_LAYER_ID - 1) + "…";
  }

  private static String millis(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() + " ms" : "unknown";
  }
}
