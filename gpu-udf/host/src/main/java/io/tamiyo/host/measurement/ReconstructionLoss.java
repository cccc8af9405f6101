package io.tamiyo.host.measurement;

/**
 * reconstruction_loss: {@code ‖blueprint(x) − x‖² / ‖x‖²} over the chunk of a TRAINING seed, mean
 * of the steps since it was last read; no unit, 0 is perfect. Unknown if no step gave one.
 *
 * <p>Sampled at every step in TRAINING, before the step's learning. For affine blueprints it
 * follows from the sums that the kernel has taken anyway, a dozen operations a feature; for modules
 * it comes with the gradient of their learning.
 */
public final class ReconstructionLoss extends WindowMean {}
