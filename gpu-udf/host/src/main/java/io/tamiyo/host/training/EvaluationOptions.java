package io.tamiyo.host.training;

/**
 * How much is evaluated on held-out examples.
 *
 * @param deltasPerEpoch seeds whose performance delta is measured after each training epoch, in
 *     turn
 * @param share of training time that evaluations may cost, above 0
 */
public record EvaluationOptions(int deltasPerEpoch, double share) {

  /** Two deltas an epoch, five per cent of training time. */
  public static final EvaluationOptions DEFAULTS = new EvaluationOptions(2, 0.05);

  public EvaluationOptions {
    if (deltasPerEpoch < 0) {
      throw new IllegalArgumentException("deltasPerEpoch is negative: " + deltasPerEpoch);
    }
    if (!(share > 0) || Double.isInfinite(share)) {
      throw new IllegalArgumentException("the share of evaluations is %s".formatted(share));
    }
  }

  /** The same at another share. */
  public EvaluationOptions withShare(double other) {
    return new EvaluationOptions(deltasPerEpoch, other);
  }
}
