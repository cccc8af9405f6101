package io.tamiyo.host.replica;

import io.tamiyo.contracts.command.Revision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has heard of and waits for its training step. A copy is left out, and a seed is
 * never put back behind a later change of its own; so it does not matter in which order updates and
 * bases come. Any thread may call; asking for what is due takes no lock while nothing waits.
 */
final class StepSchedule {

  /** More numbers than ever wait, so that a copy of one that is forgotten is no update at all. */
  private static final int REMEMBERED = 10_000;

  /** A seed, and what puts it in force. */
  record Ready(ReplicaSeed seed, Runnable inForce) {}

  /**
   * What a rank does now.
   *
   * @param update which is due; null for a base
   * @param seeds those of it that no later change has overtaken, in their order
   * @param late whether its step has passed
   */
  record Due(@Nullable ReplicaUpdate update, List<Ready> seeds, boolean late) {}

  private record Waiting(@Nullable ReplicaUpdate update, List<Ready> seeds) {

    long atStep() {
      return update == null ? 0 : update.atStep();
    }
  }

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<Integer, ReplicaSeed> inForce = new TreeMap<>();
  private final TreeSet<Long> numbers = new TreeSet<>();
  private long hostEpoch = -1;
  private volatile boolean isWaiting;

  /** Whether an update has not come yet; of an earlier life of the layer, none matters any more. */
  synchronized boolean isNew(ReplicaUpdate update) {
    return update.hostEpoch() > hostEpoch
        || (update.hostEpoch() == hostEpoch
            && !numbers.contains(update.number())
            && (numbers.size() < REMEMBERED || update.number() > numbers.first()));
  }

  /** Takes an update, if it is new. */
  synchronized void add(ReplicaUpdate update, List<Ready> seeds) {
    if (!isNew(update)) {
      return;
    }
    if (update.hostEpoch() > hostEpoch) {
      hostEpoch = update.hostEpoch();
      numbers.clear();
    }
    numbers.add(update.number());
    if (numbers.size() > REMEMBERED) {
      numbers.pollFirst();
    }
    wait(new Waiting(update, seeds));
  }

  /** Whether a seed of a base is news: neither in force, nor waiting for its step. */
  synchronized boolean isNews(ReplicaSeed seed) {
    boolean known =
        waiting.stream()
            .flatMap(next -> next.seeds().stream())
            .anyMatch(
                next ->
                    next.seed().seedId() == seed.seedId()
                        && next.seed().revision().equals(seed.revision()));
    return !known && isLater(seed);
  }

  /** Takes those seeds of a base that are news, to be in force at once. */
  synchronized void addBase(List<Ready> seeds) {
    if (!seeds.isEmpty()) {
      wait(new Waiting(null, seeds));
    }
  }

  private void wait(Waiting next) {
    waiting.addLast(next);
    isWaiting = true;
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
    Deque<Waiting> later = new ArrayDeque<>();
    for (Waiting next : waiting) {
      if (next.atStep() > step) {
        later.add(next);
      } else {
        boolean late = next.atStep() > 0 && next.atStep() < step;
        due.add(new Due(next.update(), stillValid(next.seeds()), late));
      }
    }
    waiting.clear();
    waiting.addAll(later);
    isWaiting = !waiting.isEmpty();
    return due;
  }

  private List<Ready> stillValid(List<Ready> seeds) {
    List<Ready> valid = new ArrayList<>();
    for (Ready next : seeds) {
      if (isLater(next.seed())) {
        inForce.put(next.seed().seedId(), next.seed());
        valid.add(next);
      }
    }
    return valid;
  }

  private boolean isLater(ReplicaSeed seed) {
    ReplicaSeed old = inForce.get(seed.seedId());
    Revision before = old == null ? Revision.UNKNOWN : old.revision();
    return seed.revision().compareTo(before) > 0;
  }

  /** The seeds in force, by id; those that were never heard of are left out. */
  synchronized List<ReplicaSeed> inForce() {
    return List.copyOf(inForce.values());
  }

  /** All seeds that are in force or wait. */
  synchronized List<ReplicaSeed> known() {
    List<ReplicaSeed> known = new ArrayList<>(inForce.values());
    waiting.forEach(next -> next.seeds().forEach(seed -> known.add(seed.seed())));
    return known;
  }
}
