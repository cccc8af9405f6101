package io.tamiyo.host.kernel;

/**
 * Computes {@code y = A·x + B} over a batch, and per feature Σx and Σx² of what entered, reading
 * the batch once for both where the implementation can. One per layer; belongs to its thread.
 *
 * <p><b>Accuracy.</b> y is rounded at most twice per value, so it is within {@code 2⁻²⁴·(|A·x| +
 * |y|)} of the exact value; features with A = 1 and B = −0 keep every bit. Both sums are within
 * {@code 2⁻¹⁸} of Σ|x| and Σx², of the batch or of its worst block of rows, and equal in every run:
 * no sum crosses features, threads or lanes. Values that are not finite make exactly the sums of
 * their own feature so.
 */
public interface FusedKernel extends AutoCloseable {

  /** For the log and reports, for instance {@code "vector"}. */
  String name();

  /**
   * Computes y without sums.
   *
   * @param y of the same size as x; not x itself
   */
  void forward(TensorRows x, CompiledAffine map, TensorRows y);

  /**
   * Computes y and sums up x.
   *
   * @param y of the same size as x; not x itself
   * @return whether the sums were replaced; otherwise they follow with a later batch, whose sums
   *     then cover all batches since
   */
  boolean forward(TensorRows x, CompiledAffine map, TensorRows y, FeatureSums sums);

  /**
   * Sums up x alone.
   *
   * @return as {@link #forward(TensorRows, CompiledAffine, TensorRows, FeatureSums)}
   */
  boolean observe(TensorRows x, FeatureSums sums);

  @Override
  void close();
}
