package io.tamiyo.host.measurement;

/**
 * reconstruction_loss: {@code ‖blueprint(x) − x‖² / ‖x‖²} over the chunk of a TRAINING seed, mean
 * of the steps since it was last read; no unit, 0 is perfect. Unknown if no step gave one.
 */
public final class ReconstructionLoss extends WindowMean {}
