package io.tamiyo.host.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The updates of a layer that wait for their training step. Updates come in the order of their
 * numbers, and a copy is left out. A stop that takes effect at once overtakes what waits: an update
 * never puts back a seed that a later one has changed. Any thread may call; asking for what is due
 * takes no lock while nothing waits.
 */
final class StepSchedule {

  /**
   * What a rank does with an update.
   *
   * @param update which is due
   * @param seeds those of it that no later update has changed yet
   * @param late whether its step has passed
   */
  record Due(ReplicaUpdate update, List<ReplicaSeed> seeds, boolean late) {}

  private final Deque<ReplicaUpdate> waiting = new ArrayDeque<>();
  private final Map<Integer, Long> lastChange = new HashMap<>();
  private long lastNumber = -1;
  private volatile boolean isWaiting;

  /** Takes the next update. */
  synchronized void add(ReplicaUpdate update) {
    if (update.number() > lastNumber) {
      lastNumber = update.number();
      waiting.addLast(update);
      isWaiting = true;
    }
  }

  /**
   * Takes out what takes effect with a step or before it.
   *
   * @param step the next training step, from 1
   * @return in the order in which it takes effect
   */
  List<Due> due(long step) {
    return isWaiting ? take(step) : List.of();
  }

  private synchronized List<Due> take(long step) {
    List<Due> due = new ArrayList<>();
    Deque<ReplicaUpdate> later = new ArrayDeque<>();
    for (ReplicaUpdate update : waiting) {
      if (update.atStep() > step) {
        later.add(update);
      } else {
        boolean late = update.atStep() > 0 && update.atStep() < step;
        due.add(new Due(update, stillValid(update), late));
      }
    }
    waiting.clear();
    waiting.addAll(later);
    isWaiting = !waiting.isEmpty();
    return due;
  }

  private List<ReplicaSeed> stillValid(ReplicaUpdate update) {
    List<ReplicaSeed> valid = new ArrayList<>();
    for (ReplicaSeed seed : update.seeds()) {
      long changed = lastChange.getOrDefault(seed.seedId(), -1L);
      if (changed < update.number()) {
        lastChange.put(seed.seedId(), update.number());
        valid.add(seed);
      }
    }
    return valid;
  }
}
