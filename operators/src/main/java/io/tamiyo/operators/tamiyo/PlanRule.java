package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.operators.config.Feature;
import java.util.List;
import java.util.Optional;

/**
 * What people asked for: each seed of a plan goes, while it still has the revision at which it was
 * selected.
 *
 * @param plans in the order of their requests
 */
record PlanRule(List<Plan> plans) implements Rule {

  @Override
  public Optional<Feature> feature() {
    return Optional.of(Feature.PLAN);
  }

  @Override
  public void decide(LayerView view, PolicyOptions options, long now, Round round) {
    for (Plan plan : plans) {
      for (SeedTarget target : plan.targets()) {
        if (isDue(view, plan, target)
            && view.isDecidable(target.seedId(), now, options.staleAfterMs())
            && round.takes(target.seedId())) {
          round.add(
              new Decision(
                  target.seedId(),
                  plan.targetState(),
                  Priority.HIGH,
                  plan.force(),
                  "asked for by " + plan.requestId() + ": " + plan.reason(),
                  plan.requestId()));
        }
      }
    }
  }

  /** Whether the seed has not left the revision that the plan names. */
  static boolean isOutstanding(LayerView view, SeedTarget target) {
    return !view.knows(target.seedId())
        || view.revision(target.seedId()).compareTo(target.revision()) <= 0;
  }

  private static boolean isDue(LayerView view, Plan plan, SeedTarget target) {
    return view.knows(target.seedId())
        && view.revision(target.seedId()).equals(target.revision())
        && LifecycleTable.CURRENT.allows(view.state(target.seedId()), plan.targetState());
  }
}
