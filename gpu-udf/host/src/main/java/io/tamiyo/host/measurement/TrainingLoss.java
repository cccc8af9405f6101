package io.tamiyo.host.measurement;

/**
 * loss: mean loss of the training batches since it was last read, as the training loop tells it, in
 * its unit (nats for a softmax cross entropy). Unknown without a step. A loss that is not finite is
 * a measurement, and shows in the mean until the next reading.
 *
 * <p>Sampled at every step; costs one addition.
 */
public final class TrainingLoss extends WindowMean {}
