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
 * bases come. Until training begins, a base counts for more than the updates that it holds already:
 * it tells how old a seed is and what it has learned, which the history of its changes does not.
 * Any thread may call; asking for what is due takes no lock while nothing waits.
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

    /** The same without the seeds that others are as late as. */
    Waiting without(Map<Integer, Revision> held) {
      return new Waiting(
          update, seeds.stream().filter(next -> isLater(next.seed(), held)).toList());
    }

    private static boolean isLater(ReplicaSeed seed, Map<Integer, Revision> held) {
      Revision other = held.getOrDefault(seed.seedId(), Revision.UNKNOWN);
      return seed.revision().compareTo(other) > 0;
    }

    boolean isEmpty() {
      return update == null && seeds.isEmpty();
    }
  }

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<Integer, ReplicaSeed> inForce = new TreeMap<>();
  private final TreeSet<Long> numbers = new TreeSet<>();
  private long hostEpoch = -1;
  private volatile boolean isWaiting;
  private volatile boolean hasBegun;

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

  /**
   * Whether a seed of a base is news: not in force, and once training has begun, not waiting for
   * its step either.
   */
  synchronized boolean isNews(ReplicaSeed seed) {
    return isLater(seed) && !(hasBegun && isAwaited(seed));
  }

  private boolean isAwaited(ReplicaSeed seed) {
    return waiting.stream()
        .flatMap(next -> next.seeds().stream())
        .anyMatch(
            next ->
                next.seed().seedId() == seed.seedId()
                    && next.seed().revision().equals(seed.revision()));
  }

  /** Takes those seeds of a base that are news, to be in force at once. */
  synchronized void addBase(List<Ready> seeds) {
    List<Ready> news = seeds.stream().filter(next -> isNews(next.seed())).toList();
    if (news.isEmpty()) {
      return;
    }
    if (hasBegun) {
      wait(new Waiting(null, news));
    } else {
      beginWith(news);
    }
  }

  /** Changes that the base holds are only reported any more; later ones go on from it. */
  private void beginWith(List<Ready> base) {
    Map<Integer, Revision> held = new TreeMap<>();
    base.forEach(next -> held.put(next.seed().seedId(), next.seed().revision()));
    List<Waiting> before = List.copyOf(waiting);
    waiting.clear();
    wait(new Waiting(null, base));
    before.stream()
        .map(next -> next.without(held))
        .filter(next -> !next.isEmpty())
        .forEach(waiting::addLast);
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
    return isWaiting || !hasBegun ? take(step) : List.of();
  }

  private synchronized List<Due> take(long step) {
    hasBegun = true;
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
