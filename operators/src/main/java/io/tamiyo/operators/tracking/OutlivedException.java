package io.tamiyo.operators.tracking;

/**
 * A later incarnation of this job leads the layer: this one must end, so that Flink starts it
 * again, where that is not already done.
 */
public final class OutlivedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OutlivedException(String layer, long own, long greatest) {
    super(
        "job epoch "
            + own
            + " of layer "
            + layer
            + " is outlived by "
            + greatest
            + " of the same job; this task restarts with a greater one");
  }
}
