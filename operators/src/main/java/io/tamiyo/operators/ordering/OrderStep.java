package io.tamiyo.operators.ordering;

/** One thing to do about a delivery; steps are taken in turn. */
sealed interface OrderStep {

  /**
   * What arrived goes on.
   *
   * @param late whether its place was given up before
   */
  record Pass(boolean late) implements OrderStep {
    static final Pass IN_ORDER = new Pass(false);
    static final Pass LATE = new Pass(true);
  }

  /** What arrived is kept. */
  record Hold(HeldPlace place) implements OrderStep {}

  /** What arrived is held already. */
  record Drop(int messages) implements OrderStep {}

  /** What was kept goes on. */
  record Release(HeldPlace place, int messages) implements OrderStep {}

  /**
   * Sequences are given up.
   *
   * @param lane as it was before
   * @param to the last sequence that is given up; the first is the one that the lane expects
   */
  record GiveUp(Lane lane, long to) implements OrderStep {

    long lost() {
      return to - lane.next() + 1;
    }
  }
}
