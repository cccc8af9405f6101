package io.tamiyo.operators.anomaly;

/**
 * Holds the values of one metric against their histories, one after the other. A value is unusual
 * when it is more standard deviations from its mean than the options say, or not finite. Below a
 * millionth of the mean, differences are float32's rounding and not the seed's doing.
 */
final class Judgement {

  private static final double ROUNDING = 1e-6;

  private final ColumnSums sums;
  private final int minHistory;
  private final double sigmasSquared;
  private final double sigmas;
  private final double[] inverses;

  private String metric = "";
  private int seeds;
  private int unusual;
  private int nonFinite;
  private int worstSeed;
  private int worstColumn;
  private double worstValue;
  private double worstExcess;

  Judgement(ColumnSums sums, DetectionOptions options) {
    this.sums = sums;
    this.minHistory = options.minHistory();
    this.sigmas = options.sigmas();
    this.sigmasSquared = options.sigmas() * options.sigmas();
    this.inverses = new double[options.window() + 1];
    for (int count = 1; count <= options.window(); count++) {
      inverses[count] = 1.0 / count;
    }
  }

  void begin(String name, int reported) {
    metric = name;
    seeds = reported;
    unusual = 0;
    nonFinite = 0;
    worstSeed = -1;
    worstColumn = -1;
    worstValue = Double.NaN;
    worstExcess = 0;
  }

  void hold(int column, int seed, float value) {
    if (!Float.isFinite(value)) {
      nonFinite++;
      note(column, seed, value, Double.POSITIVE_INFINITY);
      return;
    }
    if (sums.counts()[column] >= minHistory && isFarOut(column, value)) {
      double distance = value - sums.mean(column);
      note(column, seed, value, distance * distance / allowedSquared(column));
    }
  }

  Finding finding() {
    boolean known = worstColumn >= 0 && sums.counts()[worstColumn] >= minHistory;
    double expected = known ? sums.mean(worstColumn) : Double.NaN;
    double width = known ? Math.sqrt(allowedSquared(worstColumn)) : Double.NaN;
    double limit = worstValue < expected ? expected - width : expected + width;
    return new Finding(metric, seeds, unusual, nonFinite, worstSeed, worstValue, expected, limit);
  }

  /** As the distance and {@link #allowedSquared} say, without a division: most values are usual. */
  private boolean isFarOut(int column, double value) {
    int count = sums.counts()[column];
    double sum = sums.sums()[column];
    double fromPivot = sum * inverses[count];
    double distance = value - sums.pivots()[column] - fromPivot;
    double squared = distance * distance;
    double rounding = ROUNDING * (sums.pivots()[column] + fromPivot);
    double deviations = sums.squares()[column] - sum * fromPivot;
    return squared > rounding * rounding && squared * (count - 1) > sigmasSquared * deviations;
  }

  private double allowedSquared(int column) {
    double rounding = ROUNDING * sums.mean(column) / sigmas;
    return sigmasSquared * Math.max(sums.variance(column), rounding * rounding);
  }

  private void note(int column, int seed, float value, double excess) {
    unusual++;
    if (excess > worstExcess) {
      worstExcess = excess;
      worstSeed = seed;
      worstColumn = column;
      worstValue = value;
    }
  }
}
