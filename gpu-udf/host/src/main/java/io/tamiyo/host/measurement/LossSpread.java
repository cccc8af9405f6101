package io.tamiyo.host.measurement;

/**
 * Mean and standard deviation of a series of losses, by Welford's recurrence, which loses no digits
 * where they hardly differ.
 */
public final class LossSpread {

  private long count;
  private double mean;
  private double squares;

  public void add(double loss) {
    count++;
    double before = loss - mean;
    mean += before / count;
    squares += before * (loss - mean);
  }

  public void clear() {
    count = 0;
    mean = 0;
    squares = 0;
  }

  public long count() {
    return count;
  }

  /**
   * {@code 1 − min(1, std / mean)}; 1 where all losses are equal, 0 where the ratio is not a number
   * or the mean not positive.
   */
  public double stability() {
    double deviation = Math.sqrt(Math.max(0, squares / count));
    if (deviation == 0) {
      return 1;
    }
    double ratio = deviation / mean;
    return ratio >= 0 && ratio < 1 ? 1 - ratio : 0;
  }
}
