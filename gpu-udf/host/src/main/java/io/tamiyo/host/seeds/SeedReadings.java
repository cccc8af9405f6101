package io.tamiyo.host.seeds;

import io.tamiyo.contracts.lifecycle.Metrics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a host has measured of the seeds of a layer, by which it holds commands to conditions. */
public interface SeedReadings {

  /** Nothing was measured. */
  SeedReadings NONE = seedId -> Map.of();

  /** The last value of every metric that was measured of a seed, by name; absent when unknown. */
  Map<String, Double> measured(int seedId);

  /** The weights that a seed has learned so far, which it would graft, by their id. */
  default Optional<String> learnedBlueprint(int seedId) {
    return Optional.empty();
  }

  /**
   * What is wrong with the training step that a command names; empty when nothing is, or it names
   * none.
   *
   * @param step {@link io.tamiyo.contracts.message.Command#APPLY_AT_STEP} of its metadata, or null
   */
  default Optional<String> stepFault(@Nullable Object step) {
    return Optional.empty();
  }

  /** The same values as the rules of the lifecycle ask for them. */
  static Metrics metrics(Map<String, Double> measured) {
    return name -> {
      Double value = measured.get(name);
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    };
  }
}
