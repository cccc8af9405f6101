package io.tamiyo.host.blueprint;

/**
 * A blueprint in the course of being learned by gradients that somebody else computes: the loss of
 * the task while it is grafted, or, of modules, the reconstruction loss before. The moments live as
 * long as the learner, which is one graft; after a restart they begin anew.
 *
 * <p>One step of {@link Adam} a call. A weight in units of the activations goes in steps of their
 * size, so that the speed does not depend on it. Belongs to the training thread.
 */
public final class BlueprintLearner {

  private final BlueprintKind kind;
  private final int features;
  private final double[] weights;
  private final Adam adam;
  private final double rate;

  /**
   * @param start where learning begins
   * @param rate by how much a weight changes in a step at most, about; above 0
   */
  public BlueprintLearner(Blueprint start, double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "the learning rate of grafts is %s, not above 0".formatted(rate));
    }
    this.rate = rate;
    kind = start.kind();
    features = start.features();
    float[] from = start.weights();
    weights = new double[from.length];
    for (int i = 0; i < from.length; i++) {
      weights[i] = from[i];
    }
    adam = new Adam(weights.length);
  }

  /**
   * Takes one step down the gradient; none where the gradient is not finite.
   *
   * @param gradient of the loss by each weight, in the order of the kind
   * @param size root mean square of the chunk's activations; 0 leaves the offsets where they are
   * @param pace share of the rate, 0 to 1
   * @return whether a step was taken
   */
  public boolean step(double[] gradient, double size, double pace) {
    if (!Double.isFinite(size) || !isFinite(gradient)) {
      return false;
    }
    adam.beginStep();
    for (int i = 0; i < weights.length; i++) {
      double unit = kind.isOffset(features, i) ? size : 1;
      double moved = weights[i] - rate * pace * unit * adam.move(i, gradient[i]);
      weights[i] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, moved));
    }
    return true;
  }

  private static boolean isFinite(double[] gradient) {
    for (double slope : gradient) {
      if (!Double.isFinite(slope)) {
        return false;
      }
    }
    return true;
  }

  /** The weights reached so far. */
  public Blueprint blueprint() {
    float[] reached = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      reached[i] = (float) weights[i];
    }
    return Blueprint.of(kind, features, reached);
  }
}
