package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.operators.config.Feature;
import java.util.Optional;

/**
 * While too great a share of a layer is dormant, seeds are woken: those with the least ids, at most
 * a share of the dormant ones in a round, and never more than bring the share down to the
 * threshold. Since the same seeds are proposed until they are awake, commands on their way are not
 * followed by others for further seeds.
 */
public final class WakeRule implements Rule {

  @Override
  public Optional<Feature> feature() {
    return Optional.of(Feature.WAKE);
  }

  @Override
  public void decide(LayerView view, PolicyOptions options, long now, Round round) {
    int total = view.totalSeeds();
    int dormant = dormant(view);
    if (total == 0 || dormant <= options.dormancyThreshold() * total) {
      return;
    }
    int surplus = dormant - (int) Math.floor(options.dormancyThreshold() * total);
    int left = Math.min(surplus, Math.max(1, (int) (dormant * options.wakeShare())));
    String reason =
        dormant
            + " of "
            + total
            + " seeds are dormant, more than a share of "
            + options.dormancyThreshold();
    for (int seed = 0; seed < view.size() && left > 0; seed++) {
      if (!view.isIn(seed, SeedState.DORMANT)) {
        continue;
      }
      left--;
      if (view.isDecidable(seed, now, options.staleAfterMs()) && round.takes(seed)) {
        round.add(Decision.of(seed, SeedState.GERMINATED, Priority.NORMAL, reason));
      }
    }
  }

  private static int dormant(LayerView view) {
    int count = 0;
    for (int seed = 0; seed < view.size(); seed++) {
      if (view.isIn(seed, SeedState.DORMANT)) {
        count++;
      }
    }
    return count;
  }
}
