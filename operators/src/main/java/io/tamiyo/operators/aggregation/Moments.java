package io.tamiyo.operators.aggregation;

/**
 * Count, mean, spread and range of values that come in groups. Each group is summed about its own
 * mean and then joined (Chan, Golub, LeVeque 1979), so that nothing cancels where values are large
 * and differ little. The order of the groups is that of the journal, so that sums are the same at
 * every parallelism.
 *
 * @param count of values
 * @param mean of the values, 0 without any
 * @param squares of their differences from the mean, summed up
 * @param least the smallest value, infinite without any
 * @param most the largest value, negatively infinite without any
 */
public record Moments(long count, double mean, double squares, double least, double most) {

  /** Of no values. */
  static final Moments NONE =
      new Moments(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  /** Of these and others. */
  Moments plus(Moments other) {
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    long all = count + other.count;
    double apart = other.mean - mean;
    double share = (double) other.count / all;
    return new Moments(
        all,
        mean + apart * share,
        squares + other.squares + apart * apart * count * share,
        Math.min(least, other.least),
        Math.max(most, other.most));
  }

  /** The standard deviation of the values, not of a population that they were drawn from. */
  double deviation() {
    return Math.sqrt(squares / count);
  }
}
