package io.tamiyo.operators.ordering.across;

import java.util.List;

/**
 * Decides in which order the deliveries of all layers go on. Arrivals are numbered from 0, and what
 * waits is known by its number; who calls keeps it.
 */
interface AcrossOrder {

  /**
   * A delivery arrives.
   *
   * @return what goes on now, in turn; this one too, unless it waits
   */
  List<Departure> arrive(Crossing crossing);

  /** The number of the next arrival. */
  long next();

  /** Messages that wait, where a delivery without any counts as one. */
  long pending();

  /** Messages that have passed and were forgotten before their time, since too many have passed. */
  default long forgotten() {
    return 0;
  }

  /**
   * Up to when what seems to be missing may have passed, and been forgotten before its time,
   * milliseconds; 0 where nothing was.
   */
  default long forgottenUntil() {
    return 0;
  }
}
