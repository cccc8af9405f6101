package io.tamiyo.host.store;

import java.util.Set;
import java.util.TreeSet;

/**
 * Tells what nobody names any more: what was there and not named the last time, and is not named
 * now. Once is not enough, since a checkpoint may be about to name it.
 */
public final class Unnamed {

  private Set<String> before = Set.of();

  /**
   * Takes in what there is.
   *
   * @param present everything that is there
   * @param named what is still needed
   * @return what can go
   */
  public synchronized Set<String> next(Set<String> present, Set<String> named) {
    Set<String> now = new TreeSet<>(present);
    now.removeAll(named);
    Set<String> twice = new TreeSet<>(now);
    twice.retainAll(before);
    now.removeAll(twice);
    before = now;
    return twice;
  }

  /** Whether something was not named the last time, and may go the next time. */
  public synchronized boolean hasCandidates() {
    return !before.isEmpty();
  }
}
