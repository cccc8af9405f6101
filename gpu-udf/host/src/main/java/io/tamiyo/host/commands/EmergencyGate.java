package io.tamiyo.host.commands;

import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.seeds.StopEdge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Active seeds stop at once, whatever their revisions. Those that are not active stay as they are;
 * so a stop that finds nothing to stop is applied too.
 */
final class EmergencyGate {

  private final LifecycleTable table;

  EmergencyGate(LifecycleTable table) {
    this.table = table;
  }

  Decision decide(GateView view, EmergencyStopCommand command, SeedReadings readings) {
    SeedTable seeds = view.seeds();
    List<Integer> known = Targets.known(seeds, command);
    String layerId = command.layerId();
    if (layerId != null && !layerId.equals(seeds.layerId())) {
      return Decision.rejected(
          known, "is for layer \"%s\", not \"%s\"".formatted(layerId, seeds.layerId()));
    }
    if (known.isEmpty()) {
      return Decision.rejected(
          known,
          "seed %d does not exist; layer %s has 0 to %d"
              .formatted(command.seedId(), seeds.layerId(), seeds.size() - 1));
    }
    return stop(seeds, command, readings, known);
  }

  private Decision stop(
      SeedTable seeds, EmergencyStopCommand command, SeedReadings readings, List<Integer> known) {
    List<SeedChange> changes = new ArrayList<>();
    List<Integer> trapped = new ArrayList<>();
    for (int seedId : known) {
      Seed seed = seeds.seed(seedId);
      Optional<SeedState> end = StopEdge.of(table, seed.state());
      end.ifPresent(
          state ->
              changes.add(new SeedChange(seed, seed.entering(state), readings.measured(seedId))));
      if (end.isEmpty() && seed.state().isActive()) {
        trapped.add(seedId);
      }
    }
    return described(Decision.applied(command.commandId(), changes, known), trapped);
  }

  private static Decision described(Decision decision, List<Integer> trapped) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("stopped", decision.changes().size());
    if (!trapped.isEmpty()) {
      details.put("not_stoppable_by_the_table", trapped);
    }
    return new Decision(
        decision.outcome(),
        decision.changes(),
        decision.applied(),
        decision.targets(),
        null,
        details);
  }
}
