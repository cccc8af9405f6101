package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.operators.config.Feature;
import java.util.Optional;

/**
 * A seed that makes errors or lowers the performance is stopped: culled where the table allows it,
 * else rolled back.
 */
public final class StopRule implements Rule {

  @Override
  public Optional<Feature> feature() {
    return Optional.of(Feature.STOP);
  }

  @Override
  public void decide(LayerView view, PolicyOptions options, long now, Round round) {
    LifecycleRules rules = new LifecycleRules(LifecycleTable.CURRENT, options.lifecycle());
    for (int seed = 0; seed < view.size() && !round.isFull(); seed++) {
      if (!view.isDecidable(seed, now, options.staleAfterMs()) || !round.takes(seed)) {
        continue;
      }
      SeedState state = view.state(seed);
      Metrics metrics = view.metrics(seed);
      if (!state.isActive() || !rules.isCauseToStop(state, metrics)) {
        continue;
      }
      SeedState stop =
          rules.table().allows(state, SeedState.CULLED) ? SeedState.CULLED : SeedState.ROLLED_BACK;
      if (rules.permits(state, stop, view.epochsInState(seed), metrics)) {
        String reason = rules.explain(state, stop, view.epochsInState(seed), metrics);
        round.add(Decision.of(seed, stop, Priority.HIGH, reason));
      }
    }
  }
}
