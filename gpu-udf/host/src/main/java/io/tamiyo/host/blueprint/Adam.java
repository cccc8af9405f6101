package io.tamiyo.host.blueprint;

/**
 * Adam as Kingma and Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1, have it,
 * in double precision, where the square of no float overflows. Two doubles a weight.
 */
final class Adam {

  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;

  /** Far below the gradients of any network whose loss is written with a few digits. */
  private static final double EPSILON = 1e-12;

  private final double[] first;
  private final double[] second;
  private double firstWeight = 1;
  private double secondWeight = 1;

  Adam(int weights) {
    first = new double[weights];
    second = new double[weights];
  }

  /** Begins a step; {@link #move} follows for each weight. */
  void beginStep() {
    firstWeight *= FIRST_DECAY;
    secondWeight *= SECOND_DECAY;
  }

  /** How far a weight goes down its gradient, in learning rates; about 1 at most. */
  double move(int weight, double gradient) {
    first[weight] += (1 - FIRST_DECAY) * (gradient - first[weight]);
    second[weight] += (1 - SECOND_DECAY) * (gradient * gradient - second[weight]);
    double mean = first[weight] / (1 - firstWeight);
    double deviation = Math.sqrt(second[weight] / (1 - secondWeight));
    return mean / (deviation + EPSILON);
  }
}
