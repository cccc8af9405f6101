package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.operators.config.Feature;
import java.util.Optional;

/** A seed on its way goes to the next state as soon as its age and its metrics allow it. */
public final class AdvanceRule implements Rule {

  @Override
  public Optional<Feature> feature() {
    return Optional.of(Feature.ADVANCE);
  }

  @Override
  public void decide(LayerView view, PolicyOptions options, long now, Round round) {
    LifecycleRules rules = new LifecycleRules(LifecycleTable.CURRENT, options.lifecycle());
    for (int seed = 0; seed < view.size() && !round.isFull(); seed++) {
      if (!view.isDecidable(seed, now, options.staleAfterMs()) || !round.takes(seed)) {
        continue;
      }
      SeedState state = view.state(seed);
      if (!state.isActive()) {
        continue;
      }
      SeedState next = next(state);
      Metrics metrics = view.metrics(seed);
      int epochs = view.epochsInState(seed);
      if (rules.permits(state, next, epochs, metrics)) {
        String reason = rules.explain(state, next, epochs, metrics);
        round.add(Decision.of(seed, next, Priority.NORMAL, reason));
      }
    }
  }

  /** The state that follows in a life without setbacks; the codes are in its order. */
  private static SeedState next(SeedState state) {
    return SeedState.ofCode(state.code() + 1).orElseThrow();
  }
}
