package io.tamiyo.operators.anomaly;

import java.io.Serializable;

/**
 * When a value is unusual.
 *
 * @param window reports that make the history of a value
 * @param minHistory reports without which nothing is judged
 * @param sigmas standard deviations from the mean of the history
 * @param minShare share of a layer's seeds that must be unusual in one metric before an alert is
 *     raised, since a few of thousands are by chance
 */
public record DetectionOptions(int window, int minHistory, double sigmas, double minShare)
    implements Serializable {

  /** The documents' values. */
  public static final DetectionOptions DEFAULTS = new DetectionOptions(100, 30, 3.0, 0.05);

  public DetectionOptions {
    if (window <= 1) {
      throw new IllegalArgumentException("window is not above 1: " + window);
    }
    if (minHistory <= 1 || minHistory > window) {
      throw new IllegalArgumentException(
          "minHistory is not in 2 to window: " + minHistory + ", " + window);
    }
    if (!(sigmas > 0) || Double.isInfinite(sigmas)) {
      throw new IllegalArgumentException("sigmas is not positive: " + sigmas);
    }
    if (!(minShare > 0) || minShare > 1) {
      throw new IllegalArgumentException("minShare is not in 0 to 1: " + minShare);
    }
  }
}
