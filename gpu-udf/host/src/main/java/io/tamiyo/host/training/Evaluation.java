package io.tamiyo.host.training;

/**
 * How well the network does on points that it was never trained on.
 *
 * @param withSeeds accuracy with all seeds as they are, 0 to 1
 * @param withoutSeeds accuracy of the same weights with every layer as the identity, 0 to 1
 */
public record Evaluation(double withSeeds, double withoutSeeds) {}
