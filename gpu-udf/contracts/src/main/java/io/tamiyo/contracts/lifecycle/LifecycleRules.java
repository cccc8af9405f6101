package io.tamiyo.contracts.lifecycle;

import io.tamiyo.contracts.lifecycle.TransitionVerdict.Allowed;
import io.tamiyo.contracts.lifecycle.TransitionVerdict.Reason;
import io.tamiyo.contracts.lifecycle.TransitionVerdict.Refused;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table together with its conditions; by the same rules Tamiyo proposes an edge and a host
 * takes it.
 */
public record LifecycleRules(LifecycleTable table, LifecycleOptions options) {

  /** The current table with the documents' thresholds. */
  public static final LifecycleRules DEFAULTS =
      new LifecycleRules(LifecycleTable.CURRENT, LifecycleOptions.DEFAULTS);

  private static final Allowed ALLOWED = new Allowed();

  /**
   * Whether a seed may go from one state to another now.
   *
   * @param epochsInState training epochs since it entered {@code from}
   * @param metrics what was measured of it
   * @param force skips least epochs and conditions, never the table
   */
  public TransitionVerdict check(
      SeedState from, SeedState to, int epochsInState, Metrics metrics, boolean force) {
    if (!table.allows(from, to)) {
      String detail = from + " does not lead to " + to + "; legal: " + table.next(from);
      return refused(Reason.ILLEGAL_TRANSITION, detail, from);
    }
    if (force || to == SeedState.ROLLED_BACK || to == SeedState.CANCELLED) {
      return ALLOWED;
    }
    if (to == SeedState.CULLED) {
      return checkCull(from, epochsInState, metrics);
    }
    int least = leastEpochs(from);
    if (epochsInState < least) {
      return tooEarly(from, epochsInState, least);
    }
    for (Condition condition : conditions(from, to)) {
      if (!condition.isMet(metrics)) {
        return unmet(condition, metrics, from);
      }
    }
    return ALLOWED;
  }

  /**
   * Whether {@link #check} allows the edge without force; it gives no reasons, so that it can be
   * asked of every seed of every report.
   */
  public boolean permits(SeedState from, SeedState to, int epochsInState, Metrics metrics) {
    if (!table.allows(from, to)) {
      return false;
    }
    if (to == SeedState.ROLLED_BACK || to == SeedState.CANCELLED) {
      return true;
    }
    boolean oldEnough = epochsInState >= leastEpochs(from);
    if (to == SeedState.CULLED) {
      return isCauseToStop(from, metrics) || (oldEnough && from != SeedState.EVALUATING);
    }
    if (!oldEnough) {
      return false;
    }
    for (Condition condition : conditions(from, to)) {
      if (!condition.isMet(metrics)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether what was measured is a cause to stop the seed, whatever its age; nothing unknown is.
   */
  public boolean isCauseToStop(SeedState state, Metrics metrics) {
    return exceeds(metrics, MetricNames.ERROR_RATE, options.cullErrorRate())
        || exceeds(metrics, MetricNames.ERROR_COUNT, options.cullErrorCount())
        || (isBlended(state) && lowersPerformance(metrics));
  }

  /**
   * What entitles a seed to an edge, in figures: the conditions that are met, and its age. For
   * people; nothing is decided by it.
   */
  public String explain(SeedState from, SeedState to, int epochsInState, Metrics metrics) {
    boolean stops = to == SeedState.CULLED || to == SeedState.ROLLED_BACK;
    String conditions =
        (stops ? causes(from) : conditions(from, to).stream())
            .filter(condition -> condition.isMet(metrics))
            .map(condition -> condition.inFigures(metrics))
            .collect(Collectors.joining(", "));
    String age = "after " + epochsInState + " epochs in " + from;
    return conditions.isEmpty() ? age : conditions + " " + age;
  }

  private TransitionVerdict checkCull(SeedState from, int epochsInState, Metrics metrics) {
    if (isCauseToStop(from, metrics)) {
      return ALLOWED;
    }
    if (from == SeedState.EVALUATING) {
      return refused(Reason.CONDITION_NOT_MET, "no measured metric is a cause to cull", from);
    }
    int least = leastEpochs(from);
    return epochsInState < least ? tooEarly(from, epochsInState, least) : ALLOWED;
  }

  private int leastEpochs(SeedState from) {
    return from.isEmbargoed()
        ? options.embargoEpochs()
        : options.leastEpochs().getOrDefault(from, 0);
  }

  private List<Condition> conditions(SeedState from, SeedState to) {
    if (from == SeedState.TRAINING && to == SeedState.GRAFTING) {
      return List.of(
          Condition.atMost(MetricNames.RECONSTRUCTION_LOSS, options.maxReconstructionLoss()));
    }
    if (from == SeedState.EVALUATING && to == SeedState.FINE_TUNING) {
      return List.of(
          Condition.above(MetricNames.PERFORMANCE_DELTA, 0),
          Condition.atLeast(MetricNames.STABILITY_SCORE, options.minStability()));
    }
    if (from == SeedState.FINE_TUNING && to == SeedState.FOSSILIZED) {
      return List.of(
          Condition.atLeast(MetricNames.TOTAL_IMPROVEMENT, options.minTotalImprovement()),
          Condition.atLeast(MetricNames.FINAL_STABILITY, options.minFinalStability()));
    }
    return List.of();
  }

  private Stream<Condition> causes(SeedState state) {
    return Stream.of(
            Condition.above(MetricNames.ERROR_RATE, options.cullErrorRate()),
            Condition.above(MetricNames.ERROR_COUNT, options.cullErrorCount()),
            Condition.below(MetricNames.PERFORMANCE_DELTA, options.cullPerformanceDelta()))
        .limit(isBlended(state) ? 3 : 2);
  }

  private boolean lowersPerformance(Metrics metrics) {
    OptionalDouble delta = metrics.measured(MetricNames.PERFORMANCE_DELTA);
    return delta.isPresent() && delta.getAsDouble() < options.cullPerformanceDelta();
  }

  private TransitionVerdict unmet(Condition condition, Metrics metrics, SeedState from) {
    OptionalDouble measured = metrics.measured(condition.metric());
    if (measured.isEmpty()) {
      String detail = condition.metric() + " was not measured; expected " + condition.expectation();
      return refused(Reason.UNKNOWN_METRIC, detail, from);
    }
    String detail =
        "%s is %s; expected %s"
            .formatted(condition.metric(), measured.getAsDouble(), condition.expectation());
    return refused(Reason.CONDITION_NOT_MET, detail, from);
  }

  private TransitionVerdict tooEarly(SeedState from, int epochsInState, int least) {
    String detail = from + " for " + epochsInState + " training epochs; expected at least " + least;
    return refused(Reason.TOO_EARLY, detail, from);
  }

  private Refused refused(Reason reason, String detail, SeedState from) {
    return new Refused(reason, detail, table.next(from));
  }

  private static boolean isBlended(SeedState state) {
    return state == SeedState.EVALUATING || state == SeedState.FINE_TUNING;
  }

  private static boolean exceeds(Metrics metrics, String name, double bound) {
    OptionalDouble measured = metrics.measured(name);
    return measured.isPresent() && measured.getAsDouble() > bound;
  }
}
