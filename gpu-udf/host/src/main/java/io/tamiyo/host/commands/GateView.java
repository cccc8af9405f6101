package io.tamiyo.host.commands;

import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the gate decides by.
 *
 * @param seeds the seeds as they are
 * @param greatestJobEpoch of the markers so far; 0 before the first
 * @param applied finds a remembered application by command id
 */
public record GateView(
    SeedTable seeds, long greatestJobEpoch, Function<String, Optional<AppliedCommand>> applied) {

  /** The view after changes, as the next part of a batch sees it. */
  GateView after(List<SeedChange> changes) {
    return new GateView(seeds.with(changes), greatestJobEpoch, applied);
  }
}
