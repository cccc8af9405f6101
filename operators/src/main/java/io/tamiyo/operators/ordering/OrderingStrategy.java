package io.tamiyo.operators.ordering;

/** In which order the entries of a layer go on. */
public enum OrderingStrategy {
  /**
   * As they have arrived: nothing waits, nothing is late, and no gap is reported. What was held
   * under another strategy goes on at the next entry of the layer.
   */
  NONE,
  /** As each producer sent them, within its start and stream. */
  PARTITION
}
