package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;

/** How {@code y = A·x + B} is computed where gradients flow through it. */
interface ForwardPath {

  /**
   * Two operations that the engine can differentiate. Both results attach to the manager of x, so
   * they live as long as the step.
   */
  ForwardPath AUTOGRAD = (x, affine) -> x.mul(affine.scale()).add(affine.shift());

  NDArray apply(NDArray x, CompiledAffine affine);
}
