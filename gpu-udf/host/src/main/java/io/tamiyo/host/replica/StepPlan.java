package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Command;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * With which training step a change takes effect in all replicas. Steps never go back, so that
 * changes take effect in the order in which they were decided.
 */
final class StepPlan {

  /**
   * So many steps ahead a command may name its step. No change takes effect before an earlier one,
   * so one that is set to a step that training never comes to would hold up all that follow.
   */
  static final long MOST_AHEAD = 100_000;

  private final int leadSteps;
  private volatile long current;
  private long furthest;
  private long last;

  StepPlan(int leadSteps) {
    this.leadSteps = leadSteps;
  }

  /** The deciding host's own replica has begun a step; by one thread, without a lock. */
  void reached(long step) {
    current = step;
  }

  /** A replica has reported of a step. */
  void heard(long step) {
    furthest = Math.max(furthest, step);
  }

  /** The greatest step that training has come to, as far as is known. */
  long reached() {
    return Math.max(current, furthest);
  }

  /** A change has been set to a step. */
  void planned(long step) {
    last = Math.max(last, step);
  }

  /** Another life of the layer begins, in which no earlier change takes effect any more. */
  void begin() {
    last = 0;
  }

  /** The step for a change that names none. */
  long next() {
    return Math.max(last, current + leadSteps);
  }

  /**
   * What is wrong with the step that a command names; empty when nothing is, or it names none.
   *
   * @param wished {@link Command#APPLY_AT_STEP} of its metadata
   */
  Optional<String> fault(@Nullable Object wished) {
    if (wished == null) {
      return Optional.empty();
    }
    if (!(wished instanceof Integer || wished instanceof Long) || step(wished) < 1) {
      return Optional.of("%s is no training step from 1".formatted(Command.APPLY_AT_STEP));
    }
    if (step(wished) <= current) {
      return Optional.of(
          "%s is %d, but training is at step %d already"
              .formatted(Command.APPLY_AT_STEP, step(wished), current));
    }
    if (step(wished) - current > MOST_AHEAD) {
      return Optional.of(
          "%s is %d, more than %d steps ahead of training, which is at step %d"
              .formatted(Command.APPLY_AT_STEP, step(wished), MOST_AHEAD, current));
    }
    if (step(wished) < last) {
      return Optional.of(
          "%s is %d, but a change that was decided before takes effect with step %d"
              .formatted(Command.APPLY_AT_STEP, step(wished), last));
    }
    return Optional.empty();
  }

  /** The step that a command names, when it is sound. */
  static long step(Object wished) {
    return ((Number) wished).longValue();
  }
}
