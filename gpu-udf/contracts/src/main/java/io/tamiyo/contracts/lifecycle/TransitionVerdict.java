package io.tamiyo.contracts.lifecycle;

import java.util.Set;

/** Whether a seed may take an edge now. */
public sealed interface TransitionVerdict {

  /** The edge may be taken. */
  record Allowed() implements TransitionVerdict {}

  /**
   * The edge may not be taken.
   *
   * @param reason which rule forbids it
   * @param detail what was found and what was expected, for people
   * @param alternatives the states that the table allows from here
   */
  record Refused(Reason reason, String detail, Set<SeedState> alternatives)
      implements TransitionVerdict {
    public Refused {
      alternatives = Set.copyOf(alternatives);
    }
  }

  /** The rule that forbids an edge. */
  enum Reason {
    /** The table has no such edge. */
    ILLEGAL_TRANSITION,
    /** The seed has not been in its state for long enough. */
    TOO_EARLY,
    /** A metric of the condition is beyond its threshold. */
    CONDITION_NOT_MET,
    /** A metric of the condition was not measured. */
    UNKNOWN_METRIC
  }

  /** Whether the edge may be taken. */
  default boolean isAllowed() {
    return this instanceof Allowed;
  }
}
