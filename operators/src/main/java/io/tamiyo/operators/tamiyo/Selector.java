package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.lifecycle.TransitionVerdict.Refused;
import io.tamiyo.contracts.message.TransitionRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Selects the seeds that a request is carried out on. Seeds that may not go are left out as long as
 * others may; a request of which nothing is left is refused with the reason of the first.
 */
final class Selector {

  private final LayerView view;
  private final PolicyOptions options;
  private final LifecycleRules rules;
  private final long now;

  Selector(LayerView view, PolicyOptions options, long now) {
    this.view = view;
    this.options = options;
    this.rules = new LifecycleRules(LifecycleTable.CURRENT, options.lifecycle());
    this.now = now;
  }

  Selection select(TransitionRequest request) {
    Sight sight = view.sight(now, options.staleAfterMs());
    if (sight != Sight.CLEAR) {
      return new Selection.Unknown("the layer is not seen clearly: " + sight);
    }
    for (int seed : request.seedIds()) {
      if (seed >= view.totalSeeds()) {
        return new Selection.Refused(
            "seed %d is unknown; the layer has 0 to %d".formatted(seed, view.totalSeeds() - 1));
      }
    }
    List<SeedTarget> targets = new ArrayList<>();
    Set<SeedState> found = EnumSet.noneOf(SeedState.class);
    String firstReason = null;
    for (int seed : candidates(request)) {
      if (!view.knows(seed)) {
        continue;
      }
      found.add(view.state(seed));
      String reason = reasonAgainst(request, seed);
      if (reason == null && targets.size() < request.batchSize()) {
        targets.add(new SeedTarget(seed, view.revision(seed)));
      }
      firstReason = firstReason == null ? reason : firstReason;
    }
    return targets.isEmpty() ? nothing(found, firstReason) : new Selection.Selected(targets);
  }

  private List<Integer> candidates(TransitionRequest request) {
    if (request.seedIds().isEmpty()) {
      return IntStream.range(0, view.size()).boxed().toList();
    }
    return List.copyOf(new TreeSet<>(request.seedIds()));
  }

  private @Nullable String reasonAgainst(TransitionRequest request, int seed) {
    SeedState state = view.state(seed);
    if (!request.fromStates().isEmpty() && !request.fromStates().contains(state)) {
      return "seed %d is %s; asked for %s"
          .formatted(seed, state, new TreeSet<>(request.fromStates()));
    }
    Double least = request.minPerformance();
    OptionalDouble accuracy = view.metrics(seed).measured(MetricNames.ACCURACY);
    if (least != null && !(accuracy.isPresent() && accuracy.getAsDouble() >= least)) {
      String measured = accuracy.isPresent() ? "is " + accuracy.getAsDouble() : "was not measured";
      return "accuracy of seed %d %s; asked for ≥ %s".formatted(seed, measured, least);
    }
    int epochs = view.epochsInState(seed);
    if (rules.check(state, request.targetState(), epochs, view.metrics(seed), request.force())
        instanceof Refused refused) {
      return "seed " + seed + ": " + refused.detail();
    }
    return null;
  }

  private static Selection nothing(Set<SeedState> found, @Nullable String firstReason) {
    if (firstReason == null) {
      return new Selection.Unknown("none of the seeds was reported yet");
    }
    return new Selection.Refused(
        "none of the seeds may go (states found: " + found + "); " + firstReason);
  }
}
