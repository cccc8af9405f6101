package io.tamiyo.host.grafting;

import java.util.OptionalDouble;

/**
 * What was seen of a graft in the training epoch that has ended. What is unknown satisfies nothing
 * and triggers nothing.
 *
 * @param drift relative distance of the graft's weights from their moving average, at least 0
 *     ({@link WeightDrift})
 * @param performanceDelta held-out accuracy with the graft minus without, −1 to 1
 * @param stability of the training loss, 0 (unsteady) to 1 (steady)
 */
public record Observation(
    OptionalDouble drift, OptionalDouble performanceDelta, OptionalDouble stability) {

  /** Nothing is known. */
  public static final Observation NOTHING =
      new Observation(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
}
