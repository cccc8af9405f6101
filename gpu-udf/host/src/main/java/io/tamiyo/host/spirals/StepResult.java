package io.tamiyo.host.spirals;

/**
 * What a step has done.
 *
 * @param loss of the network on the step's batch, before the step; not finite if the step was
 *     skipped for it
 * @param endedEpoch whether this step completed a pass over the training set
 */
public record StepResult(double loss, boolean endedEpoch) {}
