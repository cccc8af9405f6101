package io.tamiyo.host.measurement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The losses of the network, step by step: kept once, for all the seeds of a layer, which differ
 * only in the step from which on a loss counts for them. Belongs to the training thread.
 */
public final class LossHistory {

  /** How many of the last losses are kept. */
  static final int KEPT = 20;

  private final double[] last = new double[KEPT];
  private final LossSpread ofLast = new LossSpread();
  private long spreadAt = -1;
  private long steps;

  /** Those that somebody reads. */
  private List<LossSpread> fed = List.of();

  private @Nullable LossSpread begun;

  /** A step has ended with a loss. */
  public void add(double loss) {
    last[(int) (steps % KEPT)] = loss;
    steps++;
    for (int i = 0; i < fed.size(); i++) {
      fed.get(i).add(loss);
    }
  }

  /** How many steps have ended. */
  long steps() {
    return steps;
  }

  /** {@link LossSpread#stability} of the last {@value #KEPT} losses, if there were so many. */
  double stability() {
    if (spreadAt != steps) {
      ofLast.clear();
      for (double loss : last) {
        ofLast.add(loss);
      }
      spreadAt = steps;
    }
    return ofLast.stability();
  }

  /** The spread of all losses from the next one on; the same for all who ask before it. */
  LossSpread fromNowOn() {
    LossSpread latest = begun;
    if (latest == null || latest.count() > 0) {
      latest = new LossSpread();
      begun = latest;
      List<LossSpread> more = new ArrayList<>(fed);
      more.add(latest);
      fed = more;
    }
    return latest;
  }

  /** Lets those spreads go that nobody reads any longer. */
  public void keepOnly(List<LossSpread> read) {
    fed = read.stream().distinct().toList();
    begun = null;
  }
}
