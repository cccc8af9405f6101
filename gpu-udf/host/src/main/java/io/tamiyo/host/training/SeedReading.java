package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What is known of a seed: as last read, or as last requested if that is later, and then nothing is
 * measured yet.
 *
 * @param seed which one
 * @param state the state it is in
 * @param epochsInState training epochs since it entered the state
 * @param alpha how strongly its blueprint counts, 0 to 1
 * @param blueprint its weights; in TRAINING those to which the measured reconstruction loss belongs
 * @param measured by name; what was not measured is absent
 */
public record SeedReading(
    int seed,
    SeedState state,
    int epochsInState,
    double alpha,
    Blueprint blueprint,
    Map<String, Double> measured) {

  public SeedReading {
    measured = Map.copyOf(measured);
  }

  /** The measurements in the form in which the lifecycle rules ask for them. */
  public Metrics metrics() {
    return name -> {
      Double value = measured.get(name);
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    };
  }
}
