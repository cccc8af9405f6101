package io.tamiyo.operators.anomaly;

/**
 * What is unusual in one metric of one report.
 *
 * @param metric its name
 * @param seeds seeds of the report
 * @param unusual seeds whose value is beyond the limits of its own history, or not finite
 * @param nonFinite those of them that are not finite
 * @param worstSeed the seed that is farthest out, the first of them
 * @param worstValue its value
 * @param expected the mean of its history, NaN when it has none
 * @param limit the limit that it has passed, NaN when it has no history
 */
record Finding(
    String metric,
    int seeds,
    int unusual,
    int nonFinite,
    int worstSeed,
    double worstValue,
    double expected,
    double limit) {

  double share() {
    return (double) unusual / seeds;
  }
}
