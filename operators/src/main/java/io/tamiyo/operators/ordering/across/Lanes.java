package io.tamiyo.operators.ordering.across;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that waits, found by its lane, by what it waits for, and by its age. */
final class Lanes {

  private final Map<Lane, Deque<Dependent>> lanes = new HashMap<>();
  private final Map<String, Set<Dependent>> byMissing = new HashMap<>();
  private final Map<Long, Dependent> byAge = new LinkedHashMap<>();
  private long weight;

  /** One more waits; it is the youngest. */
  void add(Dependent dependent) {
    DependentState arrived = dependent.arrived();
    lanes.computeIfAbsent(arrived.lane(), unused -> new ArrayDeque<>()).addLast(dependent);
    for (String id : dependent.missing()) {
      byMissing.computeIfAbsent(id, unused -> new LinkedHashSet<>()).add(dependent);
    }
    byAge.put(arrived.number(), dependent);
    weight += arrived.weight();
  }

  /** Takes away the first of a lane. */
  void removeFirst(Dependent first) {
    Lane lane = first.arrived().lane();
    Deque<Dependent> waiting = Objects.requireNonNull(lanes.get(lane), "nothing waits");
    waiting.removeFirst();
    if (waiting.isEmpty()) {
      lanes.remove(lane);
    }
    for (String id : first.missing()) {
      Set<Dependent> others = byMissing.get(id);
      if (others != null && others.remove(first) && others.isEmpty()) {
        byMissing.remove(id);
      }
    }
    byAge.remove(first.arrived().number());
    weight -= first.arrived().weight();
  }

  /** A message passes; returns what has waited for it. */
  Collection<Dependent> met(String id) {
    Set<Dependent> dependents = byMissing.remove(id);
    if (dependents == null) {
      return List.of();
    }
    dependents.forEach(dependent -> dependent.met(id));
    return dependents;
  }

  boolean has(Lane lane) {
    return lanes.containsKey(lane);
  }

  /** The first of a lane, or null when nothing waits there. */
  @Nullable Dependent first(Lane lane) {
    Deque<Dependent> waiting = lanes.get(lane);
    return waiting == null ? null : waiting.peekFirst();
  }

  /** What has waited for longest, which is the first of its lane, or null. */
  @Nullable Dependent oldest() {
    return byAge.isEmpty() ? null : byAge.values().iterator().next();
  }

  /** All that waits, oldest first. */
  Collection<Dependent> all() {
    return byAge.values();
  }

  /** What waits, in messages. */
  long weight() {
    return weight;
  }
}
