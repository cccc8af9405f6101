package io.tamiyo.host.blueprint;

import java.util.OptionalDouble;

/**
 * An affine blueprint in the course of being fitted to its chunk: gradient steps down the
 * reconstruction loss {@code ‖bp(x) − x‖² / ‖x‖²}.
 *
 * <p>For {@code bp(x) = s·x + t} the loss of a batch is a function of the batch's sums alone,
 *
 * <pre>Σf [(s − 1)²·Σx² + 2·(s − 1)·t·Σx + n·t²] / Σf Σx²</pre>
 *
 * so loss and gradient are exact without touching the tensor again. Each weight's gradient is
 * divided by its own curvature (Σx² for a scale, n for a shift), which makes the speed independent
 * of the size of the activations: at rate r and from {@link Blueprint#random} the loss has fallen
 * below 0.01 after at most 12 / r steps on a steady distribution, since the slowest direction is
 * the one that contributes least. What a kind does not have (a shift, a scale) is not learned.
 *
 * <p>Belongs to the training thread.
 */
public final class BlueprintFit {

  private final BlueprintKind kind;
  private final double rate;
  private final double[] scale;
  private final double[] shift;

  /**
   * @param start where the fit begins; of an affine kind
   * @param rate share of a Newton step per weight, above 0 and below 1 (from 1 on correlated
   *     weights may swing)
   */
  public BlueprintFit(Blueprint start, double rate) {
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "the learning rate of blueprints is %s, not between 0 and 1".formatted(rate));
    }
    kind = start.kind();
    this.rate = rate;
    scale = new double[start.features()];
    shift = new double[start.features()];
    for (int feature = 0; feature < start.features(); feature++) {
      scale[feature] = start.scale(feature);
      shift[feature] = start.shift(feature);
    }
  }

  /**
   * Takes one step.
   *
   * @param batch sums over the whole layer
   * @param start the first feature of the chunk
   * @return the loss before the step; unknown, and no step taken, where the chunk is all zero (the
   *     loss has no scale there) or not finite
   */
  public OptionalDouble step(FeatureMoments batch, int start) {
    OptionalDouble loss = loss(batch, start);
    if (loss.isPresent()) {
      for (int i = 0; i < scale.length; i++) {
        descend(i, batch.rows(), batch.sum(start + i), batch.sumOfSquares(start + i));
      }
    }
    return loss;
  }

  private OptionalDouble loss(FeatureMoments batch, int start) {
    double error = 0;
    double size = 0;
    for (int i = 0; i < scale.length; i++) {
      double off = scale[i] - 1;
      double squares = batch.sumOfSquares(start + i);
      error +=
          off * off * squares
              + 2 * off * shift[i] * batch.sum(start + i)
              + batch.rows() * shift[i] * shift[i];
      size += squares;
    }
    double loss = Math.max(0, error) / size;
    return size > 0 && Double.isFinite(loss) ? OptionalDouble.of(loss) : OptionalDouble.empty();
  }

  private void descend(int i, int rows, double sum, double squares) {
    double off = scale[i] - 1;
    double scaleGradient = off * squares + shift[i] * sum;
    double shiftGradient = off * sum + rows * shift[i];
    if (squares > 0 && kind.scaleAt(i) != BlueprintKind.NONE) {
      scale[i] = withinFloat(scale[i] - rate * scaleGradient / squares);
    }
    if (kind.shiftAt(scale.length, i) != BlueprintKind.NONE) {
      shift[i] = withinFloat(shift[i] - rate * shiftGradient / rows);
    }
  }

  /** Keeps a weight within the range of a float, whatever the fit was started from. */
  private static double withinFloat(double weight) {
    return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, weight));
  }

  /** The weights reached so far. */
  public Blueprint blueprint() {
    int features = scale.length;
    float[] weights = new float[kind.parameters(features)];
    for (int i = 0; i < features; i++) {
      if (kind.scaleAt(i) != BlueprintKind.NONE) {
        weights[kind.scaleAt(i)] = (float) scale[i];
      }
      if (kind.shiftAt(features, i) != BlueprintKind.NONE) {
        weights[kind.shiftAt(features, i)] = (float) shift[i];
      }
    }
    return Blueprint.of(kind, features, weights);
  }
}
