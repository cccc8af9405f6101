package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.BlueprintUpdateCommand;
import io.tamiyo.host.seeds.BlueprintTrial;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.seeds.SeedTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A seed shall graft another blueprint. It may be named up to TRAINING, before any of it has
 * entered the output; a seed that grafts already is rolled back first. What the command asks the
 * blueprint to prove is kept with the seed, see {@link BlueprintTrial}.
 */
final class BlueprintGate {

  private static final Set<SeedState> OPEN =
      EnumSet.of(SeedState.DORMANT, SeedState.GERMINATED, SeedState.TRAINING);

  Decision decide(GateView view, BlueprintUpdateCommand command, SeedReadings readings) {
    SeedTable seeds = view.seeds();
    List<SeedTarget> targets = command.fence().targets();
    List<Integer> known = Targets.known(seeds, command);
    Optional<String> fault = Targets.fault(seeds, command.layerId(), targets, command.seedId());
    if (fault.isPresent()) {
      return Decision.rejected(known, fault.get());
    }
    if (command.blueprintId().isBlank()) {
      return Decision.rejected(known, "blueprint_id is blank");
    }
    Map<String, Object> changed = Targets.changedSince(seeds, targets);
    if (!changed.isEmpty()) {
      return Decision.refused(
          Outcome.STALE_REVISION,
          known,
          "the seed has changed since the decision: " + changed,
          Map.of("current_revisions", changed));
    }
    Seed seed = seeds.seed(command.seedId());
    if (!OPEN.contains(seed.state())) {
      return Decision.rejected(
          known,
          "seed %d is %s; a blueprint is named in %s".formatted(seed.id(), seed.state(), OPEN));
    }
    BlueprintTrial trial =
        new BlueprintTrial(command.validationMetrics(), command.rollbackOnFailure());
    Optional<String> unknown = trial.unknownMetric();
    if (unknown.isPresent()) {
      return Decision.rejected(
          known,
          "validation_metrics names %s; there are %s"
              .formatted(unknown.get(), BlueprintTrial.METRICS));
    }
    Seed updated =
        seed.updated(
            command.blueprintId(),
            command.graftingStrategy(),
            trial.atLeast().isEmpty() ? null : trial);
    SeedChange change = new SeedChange(seed, updated, readings.measured(seed.id()));
    return Decision.applied(command.commandId(), List.of(change), known);
  }
}
