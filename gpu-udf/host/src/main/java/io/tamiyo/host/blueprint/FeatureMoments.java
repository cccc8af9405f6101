package io.tamiyo.host.blueprint;

/** What a learner needs to know of a batch: sums over its rows, per feature of the layer. */
public interface FeatureMoments {

  /** Rows of the batch. */
  int rows();

  /** Σx of a feature over the batch. */
  double sum(int feature);

  /** Σx² of a feature over the batch. */
  double sumOfSquares(int feature);
}
