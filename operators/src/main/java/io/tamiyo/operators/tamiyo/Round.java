package io.tamiyo.operators.tamiyo;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** The decisions of one evaluation: at most one a seed, the first rule's first, and bounded. */
public final class Round {

  private final int limit;
  private final List<Decision> decisions = new ArrayList<>();
  private final BitSet seeds = new BitSet();

  /**
   * @param limit how many decisions it takes
   */
  public Round(int limit) {
    this.limit = limit;
  }

  /** Whether it takes no more. */
  public boolean isFull() {
    return decisions.size() >= limit;
  }

  /** Whether it takes a decision on this seed: it has room, and none on the seed yet. */
  public boolean takes(int seedId) {
    return !isFull() && !seeds.get(seedId);
  }

  /**
   * Adds a decision.
   *
   * @throws IllegalArgumentException when it does not take one on this seed
   */
  public void add(Decision decision) {
    if (!takes(decision.seedId())) {
      throw new IllegalArgumentException("no further decision is taken on " + decision);
    }
    seeds.set(decision.seedId());
    decisions.add(decision);
  }

  /** What was decided, in the order in which it was added. */
  public List<Decision> decisions() {
    return Collections.unmodifiableList(decisions);
  }
}
