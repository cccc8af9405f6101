package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.lifecycle.TransitionVerdict;
import io.tamiyo.contracts.lifecycle.TransitionVerdict.Reason;
import io.tamiyo.contracts.lifecycle.TransitionVerdict.Refused;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.host.seeds.BlueprintTrial;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.seeds.SeedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Seeds shall enter a state: all targets do, or none. */
final class TransitionGate {

  private final LifecycleRules rules;

  TransitionGate(LifecycleRules rules) {
    this.rules = rules;
  }

  Decision decide(GateView view, LifecycleTransitionCommand command, SeedReadings readings) {
    SeedTable seeds = view.seeds();
    List<SeedTarget> targets = command.fence().targets();
    List<Integer> known = Targets.known(seeds, command);
    Optional<String> fault = Targets.fault(seeds, command.layerId(), targets, command.seedId());
    if (fault.isPresent()) {
      return Decision.rejected(known, fault.get());
    }
    Map<String, Object> changed = Targets.changedSince(seeds, targets);
    if (!changed.isEmpty()) {
      return Decision.refused(
          Outcome.STALE_REVISION,
          known,
          "seeds have changed since the decision: " + changed,
          Map.of("current_revisions", changed));
    }
    return decideByRules(seeds, command, readings, known);
  }

  private Decision decideByRules(
      SeedTable seeds,
      LifecycleTransitionCommand command,
      SeedReadings readings,
      List<Integer> known) {
    List<SeedChange> changes = new ArrayList<>();
    Map<Seed, Refused> refusals = new LinkedHashMap<>();
    for (int seedId : known) {
      Seed seed = seeds.seed(seedId);
      Map<String, Double> measured = readings.measured(seedId);
      if (check(seed, command, SeedReadings.metrics(measured)) instanceof Refused refused) {
        refusals.put(seed, refused);
      }
      changes.add(new SeedChange(seed, entering(seed, command.targetState(), readings), measured));
    }
    return refusals.isEmpty()
        ? Decision.applied(command.commandId(), changes, known)
        : refused(refusals, known);
  }

  private TransitionVerdict check(Seed seed, LifecycleTransitionCommand command, Metrics measured) {
    SeedState target = command.targetState();
    TransitionVerdict verdict =
        rules.check(seed.state(), target, seed.epochsInState(), measured, command.force());
    BlueprintTrial trial = seed.trial();
    boolean isJudged = target == SeedState.FINE_TUNING && !command.force();
    return trial != null && isJudged && verdict.isAllowed()
        ? judge(trial, seed.state(), measured)
        : verdict;
  }

  private TransitionVerdict judge(BlueprintTrial trial, SeedState from, Metrics measured) {
    Set<SeedState> alternatives = rules.table().next(from);
    Optional<TransitionVerdict> unmeasured =
        trial
            .unmeasured(measured)
            .map(metric -> metric + " was not measured; its blueprint is to prove it")
            .map(detail -> new Refused(Reason.UNKNOWN_METRIC, detail, alternatives));
    Optional<TransitionVerdict> failure =
        trial
            .failure(measured)
            .map(detail -> new Refused(Reason.CONDITION_NOT_MET, detail, alternatives));
    return failure.or(() -> unmeasured).orElseGet(TransitionVerdict.Allowed::new);
  }

  /** A seed that begins to graft takes the weights that it has learned. */
  private static Seed entering(Seed seed, SeedState target, SeedReadings readings) {
    Seed entered = seed.entering(target);
    return target == SeedState.GRAFTING
        ? entered.grafting(readings.learnedBlueprint(seed.id()).orElse(seed.blueprintId()))
        : entered;
  }

  private static Decision refused(Map<Seed, Refused> refusals, List<Integer> known) {
    Map<String, Object> alternatives = new LinkedHashMap<>();
    Map<String, Object> reasons = new LinkedHashMap<>();
    refusals.forEach(
        (seed, refused) -> {
          List<String> legal =
              new TreeSet<>(refused.alternatives()).stream().map(SeedState::name).toList();
          alternatives.put(Integer.toString(seed.id()), legal);
          reasons.put(Integer.toString(seed.id()), refused.reason().name());
        });
    Map.Entry<Seed, Refused> first = refusals.entrySet().iterator().next();
    String error =
        "seed %d: %s (%d of %d targets refused)"
            .formatted(
                first.getKey().id(), first.getValue().detail(), refusals.size(), known.size());
    return Decision.refused(
        Outcome.REJECTED, known, error, Map.of("alternatives", alternatives, "reasons", reasons));
  }
}
