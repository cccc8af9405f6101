package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.message.CustomCommand;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.host.commands.CommandProcessor.Verdict;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Has processors decide on kinds of command of others, and holds them to the protocol. */
final class CustomGate {

  private final LifecycleTable table;
  private final Map<String, CommandProcessor<?>> processors = new TreeMap<>();

  CustomGate(LifecycleTable table, List<CommandProcessor<?>> processors) {
    this.table = table;
    for (CommandProcessor<?> processor : processors) {
      String kind = processor.kind().getName();
      if (this.processors.put(kind, processor) != null) {
        throw new IllegalArgumentException("two processors decide on " + kind);
      }
    }
  }

  /** The processors on the class path. */
  static List<CommandProcessor<?>> discovered() {
    List<CommandProcessor<?>> found = new ArrayList<>();
    ServiceLoader.load(CommandProcessor.class).forEach(found::add);
    return found;
  }

  Decision decide(GateView view, CustomCommand command, SeedReadings readings) {
    List<Integer> known = Targets.known(view.seeds(), command);
    List<SeedTarget> targets = command.fence().targets();
    String layerId = String.valueOf(command.layerId());
    Optional<String> fault = Targets.fault(view.seeds(), layerId, targets, null);
    if (fault.isPresent()) {
      return Decision.rejected(known, fault.get());
    }
    Map<String, Object> changed = Targets.changedSince(view.seeds(), targets);
    if (!changed.isEmpty()) {
      return Decision.refused(
          Outcome.STALE_REVISION,
          known,
          "seeds have changed since the decision: " + changed,
          Map.of("current_revisions", changed));
    }
    CommandProcessor<?> processor = processors.get(command.getClass().getName());
    if (processor == null) {
      String kind = MessageTypes.nameOf(command);
      return Decision.rejected(
          known,
          "this host has no processor for %s; it has %s".formatted(kind, processors.keySet()));
    }
    return ask(processor, view, command, readings, known);
  }

  /** A processor is somebody's code; what goes wrong in it is its command's affair alone. */
  private <C extends CustomCommand> Decision ask(
      CommandProcessor<C> processor,
      GateView view,
      CustomCommand command,
      SeedReadings readings,
      List<Integer> known) {
    List<Seed> seeds = known.stream().map(view.seeds()::seed).toList();
    try {
      Verdict verdict = processor.decide(processor.kind().cast(command), seeds, readings);
      if (verdict instanceof Verdict.Change change) {
        return Decision.applied(
            command.commandId(), changes(seeds, change.seeds(), readings), known);
      }
      Verdict.Refusal refusal = (Verdict.Refusal) verdict;
      return Decision.refused(Outcome.REJECTED, known, refusal.error(), refusal.details());
    } catch (RuntimeException mistake) {
      return Decision.refused(Outcome.FAILED, known, "its processor failed: " + mistake, Map.of());
    }
  }

  /**
   * @throws IllegalArgumentException when a seed is not among the targets, stands there twice, or
   *     goes where the table does not let it
   */
  private List<SeedChange> changes(List<Seed> before, List<Seed> after, SeedReadings readings) {
    Map<Integer, Seed> targets = new TreeMap<>();
    before.forEach(seed -> targets.put(seed.id(), seed));
    Set<Integer> seen = new HashSet<>();
    List<SeedChange> changes = new ArrayList<>();
    for (Seed next : after) {
      Seed seed = targets.get(next.id());
      if (seed == null || !seen.add(next.id())) {
        throw new IllegalArgumentException(
            "seed %d is no target, or was changed twice".formatted(next.id()));
      }
      if (seed.state() != next.state() && !table.allows(seed.state(), next.state())) {
        throw new IllegalArgumentException(
            "seed %d: %s does not lead to %s; legal: %s"
                .formatted(next.id(), seed.state(), next.state(), table.next(seed.state())));
      }
      changes.add(new SeedChange(seed, next, readings.measured(next.id())));
    }
    return changes;
  }
}
