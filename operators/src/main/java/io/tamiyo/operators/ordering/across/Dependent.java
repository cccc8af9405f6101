package io.tamiyo.operators.ordering.across;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A delivery that waits for messages, or behind one of its lane that does. */
final class Dependent {

  private final DependentState arrived;
  private final Set<String> missing;

  Dependent(DependentState arrived) {
    this.arrived = arrived;
    this.missing = new LinkedHashSet<>(arrived.missing());
  }

  DependentState stored() {
    return new DependentState(
        arrived.number(),
        arrived.lane(),
        arrived.since(),
        arrived.messages(),
        arrived.weight(),
        arrived.ids(),
        missing());
  }

  /** What it was when it arrived. */
  DependentState arrived() {
    return arrived;
  }

  /** One of what it waits for has passed. */
  void met(String id) {
    missing.remove(id);
  }

  /** The ids that it waits for. */
  List<String> missing() {
    return new ArrayList<>(missing);
  }

  boolean isReady() {
    return missing.isEmpty();
  }
}
