package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.ReportBuilder;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.SeedColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Views of {@link #LAYER}, and what is proposed for them. */
final class Views {

  static final String LAYER = "layer-1";

  private Views() {}

  /** A view after one report at stream time 0. */
  static LayerView after(ReportBuilder report) {
    LayerView view = new LayerView();
    view.take(report.build(), 0, false);
    return view;
  }

  /** An evaluation at stream time 0 without a bound of its own. */
  static Occasion occasion() {
    return occasion(0);
  }

  static Occasion occasion(long now) {
    return new Occasion(LAYER, now, now + "-0", Integer.MAX_VALUE);
  }

  /** The same report of a layer that has more seeds than it tells of. */
  static LayerHealthReport ofTotal(LayerHealthReport report, int totalSeeds) {
    return new LayerHealthReport(
        report.header(),
        LAYER,
        totalSeeds,
        0,
        report.seeds(),
        report.layerMetrics(),
        report.performanceSummary(),
        report.telemetryWindow(),
        report.anomalies());
  }

  /** What an alert says in words. */
  static String detail(PerformanceAlert alert) {
    return String.valueOf(alert.details().get("detail"));
  }

  /** What a rule decides, as {@code "seed→TARGET"}. */
  static List<String> decided(Rule rule, LayerView view) {
    Round round = new Round(100);
    rule.decide(view, PolicyOptions.DEFAULTS, 0, round);
    return round.decisions().stream().map(made -> made.seedId() + "→" + made.target()).toList();
  }

  /** The only decision of a rule. */
  static Decision only(Rule rule, LayerView view) {
    Round round = new Round(100);
    rule.decide(view, PolicyOptions.DEFAULTS, 0, round);
    if (round.decisions().size() != 1) {
      throw new AssertionError("expected one decision, not " + round.decisions());
    }
    return round.decisions().get(0);
  }

  /** Commands as {@code "seed→TARGET"}. */
  static List<String> shown(List<Command> commands) {
    return commands.stream()
        .map(LifecycleTransitionCommand.class::cast)
        .map(command -> command.seedId() + "→" + command.targetState())
        .toList();
  }

  /** A report with any states, revisions, ages and metrics, NaN and infinities among them. */
  static LayerHealthReport anyReport(Random random, long hostEpoch) {
    int total = random.nextInt(60);
    List<Integer> ids = new ArrayList<>();
    for (int seed = 0; seed < total; seed++) {
      if (random.nextInt(10) > 0) {
        ids.add(seed);
      }
    }
    int rows = ids.size();
    byte[] states = new byte[rows];
    long[] revisions = new long[rows];
    int[] epochs = new int[rows];
    for (int row = 0; row < rows; row++) {
      states[row] = (byte) random.nextInt(SeedState.values().length);
      revisions[row] = random.nextInt(20);
      epochs[row] = random.nextInt(200) - 1;
    }
    List<MetricColumn> metrics = new ArrayList<>();
    for (String metric : ViewMetrics.NAMES) {
      metrics.add(anyColumn(random, metric, rows));
    }
    int[] seedIds = ids.stream().mapToInt(Integer::intValue).toArray();
    LayerHealthReport empty = Fixtures.report(LAYER).build();
    return new LayerHealthReport(
        empty.header(),
        LAYER,
        total,
        0,
        new SeedColumns(hostEpoch, seedIds, states, revisions, epochs, metrics),
        empty.layerMetrics(),
        empty.performanceSummary(),
        empty.telemetryWindow(),
        List.of());
  }

  private static MetricColumn anyColumn(Random random, String name, int rows) {
    double[] values = new double[rows];
    boolean[] measured = new boolean[rows];
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 6, 1};
    for (int row = 0; row < rows; row++) {
      measured[row] = random.nextBoolean();
      values[row] = random.nextBoolean() ? random.nextDouble() : odd[random.nextInt(odd.length)];
    }
    return new MetricColumn(name, values, measured);
  }

  /** What is wrong with a command in the light of a view, or null. */
  static @Nullable String faultOf(Command proposed, LayerView view, long now, long staleAfterMs) {
    LifecycleTransitionCommand command = (LifecycleTransitionCommand) proposed;
    int seed = command.fence().targets().get(0).seedId();
    if (!view.isDecidable(seed, now, staleAfterMs)) {
      return "decided on a seed that it must not decide on: " + command;
    }
    if (!LifecycleTable.CURRENT.allows(view.state(seed), command.targetState())) {
      return "illegal edge from " + view.state(seed) + ": " + command;
    }
    if (!command.fence().targets().get(0).revision().equals(view.revision(seed))) {
      return "another revision than the view's: " + command;
    }
    return command.cause().isBlank() || command.reason().isBlank() ? "unexplained" : null;
  }
}
