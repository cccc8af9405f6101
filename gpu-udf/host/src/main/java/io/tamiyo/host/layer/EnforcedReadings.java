package io.tamiyo.host.layer;

import io.tamiyo.host.seeds.SeedReadings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the kernel has measured, and where training stands for a change that names a step. */
record EnforcedReadings(SeedReadings kernel, Enforcement enforcement) implements SeedReadings {

  @Override
  public Map<String, Double> measured(int seedId) {
    return kernel.measured(seedId);
  }

  @Override
  public Optional<String> learnedBlueprint(int seedId) {
    return kernel.learnedBlueprint(seedId);
  }

  @Override
  public Optional<String> stepFault(@Nullable Object step) {
    return enforcement.stepFault(step);
  }
}
