package io.tamiyo.jobs.demo;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.message.SeedOutcome;
import io.tamiyo.contracts.message.TelemetryWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A layer that computes nothing: its seeds meet every condition at once, so that Tamiyo leads them
 * through their whole life as fast as it can. It exists to warm up a job, never to measure one.
 */
final class SimulatedLayer {

  private static final int EPOCHS_BEYOND_EVERY_BOUND = 1_000_000;
  private static final double SPREAD = 1e-3;
  private static final List<String> METRICS =
      List.of(
          MetricNames.ACTIVATION_MEAN,
          MetricNames.ACTIVATION_VARIANCE,
          MetricNames.ACCURACY,
          MetricNames.PERFORMANCE_DELTA,
          MetricNames.STABILITY_SCORE,
          MetricNames.TOTAL_IMPROVEMENT,
          MetricNames.FINAL_STABILITY);

  private static final String PREFIX = "rehearsal-";

  private final String layerId;
  private final SeedState[] states;
  private final long[] revisions;
  private long hostEpoch = 1;
  private long messages;

  SimulatedLayer(int number, int seeds) {
    this.layerId = PREFIX + number;
    this.states = new SeedState[seeds];
    this.revisions = new long[seeds];
    Arrays.fill(states, SeedState.DORMANT);
  }

  /** Whether a layer is a simulated one. */
  static boolean isOne(@Nullable String layerId) {
    return layerId != null && layerId.startsWith(PREFIX);
  }

  String layerId() {
    return layerId;
  }

  /** How the seeds are; when all have ended, they begin again as those of another host. */
  LayerHealthReport report() {
    if (Arrays.stream(states).noneMatch(this::canGoOn)) {
      Arrays.fill(states, SeedState.DORMANT);
      Arrays.fill(revisions, 0);
      hostEpoch++;
    }
    int active = (int) Arrays.stream(states).filter(SeedState::isActive).count();
    return new LayerHealthReport(
        header("report"),
        layerId,
        states.length,
        active,
        columns(),
        Map.of(MetricNames.LOSS, 0.5, MetricNames.ACCURACY, 0.5),
        Map.of(),
        TelemetryWindow.NONE,
        List.of());
  }

  /** The goodbye, after which nothing more is decided for the layer. */
  Heartbeat goodbye() {
    return new Heartbeat(
        header("goodbye"), "rehearsal", 0, Map.of(), "stopping", Map.of(), layerId);
  }

  /** Applies what is asked of seeds that have not changed since, and acknowledges it. */
  CommandResult apply(LifecycleTransitionCommand command) {
    List<SeedOutcome> outcomes = new ArrayList<>();
    boolean applied = false;
    for (SeedTarget target : command.fence().targets()) {
      int seed = target.seedId();
      if (target.revision().equals(new Revision(hostEpoch, revisions[seed]))) {
        states[seed] = command.targetState();
        revisions[seed]++;
        applied = true;
      }
      outcomes.add(new SeedOutcome(seed, states[seed], new Revision(hostEpoch, revisions[seed])));
    }
    return new CommandResult(
        header("ack").answering(command.commandId()),
        applied,
        0,
        null,
        null,
        Map.of(),
        layerId,
        command.commandId(),
        command.fence().jobEpoch(),
        applied ? Outcome.APPLIED : Outcome.STALE_REVISION,
        outcomes);
  }

  private boolean canGoOn(SeedState state) {
    return state != SeedState.FOSSILIZED
        && (state != SeedState.DORMANT || count(SeedState.DORMANT) * 2 > states.length);
  }

  private long count(SeedState wanted) {
    return Arrays.stream(states).filter(state -> state == wanted).count();
  }

  private SeedColumns columns() {
    int seeds = states.length;
    byte[] codes = new byte[seeds];
    int[] epochs = new int[seeds];
    for (int seed = 0; seed < seeds; seed++) {
      codes[seed] = states[seed].code();
    }
    Arrays.fill(epochs, EPOCHS_BEYOND_EVERY_BOUND);
    List<MetricColumn> metrics = new ArrayList<>();
    METRICS.forEach(metric -> metrics.add(MetricColumn.of(metric, nearlyOne())));
    metrics.add(
        new MetricColumn(
            MetricNames.RECONSTRUCTION_LOSS, new double[seeds], measured(SeedState.TRAINING)));
    metrics.add(MetricColumn.of(MetricNames.ERROR_RATE, new double[seeds]));
    metrics.add(MetricColumn.of(MetricNames.ERROR_COUNT, new double[seeds]));
    return new SeedColumns(
        hostEpoch, IntStream.range(0, seeds).toArray(), codes, revisions.clone(), epochs, metrics);
  }

  /** As many digits as measured values have, so that they take the same way through the wire. */
  private double[] nearlyOne() {
    double[] values = new double[states.length];
    for (int seed = 0; seed < values.length; seed++) {
      values[seed] = 1 - SPREAD * Math.abs(Math.sin((double) (messages + seed)));
    }
    return values;
  }

  private boolean[] measured(SeedState in) {
    boolean[] measured = new boolean[states.length];
    for (int seed = 0; seed < measured.length; seed++) {
      measured[seed] = states[seed] == in;
    }
    return measured;
  }

  private Header header(String kind) {
    return Header.of(kind + "-" + layerId + "-" + ++messages, 0, "rehearsal");
  }
}
