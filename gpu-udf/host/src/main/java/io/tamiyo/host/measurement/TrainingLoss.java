package io.tamiyo.host.measurement;

/**
 * loss: mean softmax cross entropy of the training batches since it was last read, in nats. Unknown
 * without a step. A loss that is not finite is a measurement, and shows in the mean until the next
 * reading.
 */
public final class TrainingLoss extends WindowMean {}
