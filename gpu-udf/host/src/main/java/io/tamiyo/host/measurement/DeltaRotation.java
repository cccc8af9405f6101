package io.tamiyo.host.measurement;

import java.util.ArrayList;
import java.util.List;

/**
 * Whose turn it is, a few at a time: each turn goes on behind the last one, and around. Candidates
 * may come and go between turns; none that stays waits longer than it takes to serve all the others
 * once.
 */
public final class DeltaRotation {

  private int last = -1;

  /**
   * The next ones in turn.
   *
   * @param candidates ascending, from 0
   * @param most how many at most
   */
  public List<Integer> next(List<Integer> candidates, int most) {
    List<Integer> order = new ArrayList<>(candidates.size());
    candidates.stream().filter(candidate -> candidate > last).forEach(order::add);
    candidates.stream().filter(candidate -> candidate <= last).forEach(order::add);
    List<Integer> turn = List.copyOf(order.subList(0, Math.min(most, order.size())));
    if (!turn.isEmpty()) {
      last = turn.get(turn.size() - 1);
    }
    return turn;
  }
}
