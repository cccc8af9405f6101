package io.tamiyo.host.training;

/**
 * What a step has done.
 *
 * @param loss of the network on the step's batch, before the step; not finite if the step was
 *     skipped for it
 * @param trainingEpoch training epochs completed
 * @param endedEpoch whether this step completed one
 */
public record StepResult(double loss, long trainingEpoch, boolean endedEpoch) {}
