package io.tamiyo.host.kernel;

/** Hears what a layer computes, on the thread that computes it. */
public interface KernelListener {

  /**
   * A training forward has passed.
   *
   * @param sums of the batch that entered the layer; valid until the next forward
   * @param nanos time from entry to return
   */
  void onForward(FeatureSums sums, long nanos);

  /** The seeds could not be computed, and the layer is the identity until it is blended anew. */
  void onFailure(KernelFailure failure);
}
