package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.lifecycle.MetricNames;
import java.util.List;

/**
 * The metrics that decisions ask for; the view keeps these and no others, each in a column. Columns
 * stand in state, so new ones are added at the end.
 */
final class ViewMetrics {

  /** The metrics by column. */
  static final List<String> NAMES =
      List.of(
          MetricNames.RECONSTRUCTION_LOSS,
          MetricNames.PERFORMANCE_DELTA,
          MetricNames.STABILITY_SCORE,
          MetricNames.FINAL_STABILITY,
          MetricNames.TOTAL_IMPROVEMENT,
          MetricNames.ERROR_RATE,
          MetricNames.ERROR_COUNT,
          MetricNames.ACCURACY);

  /** The number of columns. */
  static final int COUNT = NAMES.size();

  /** What {@link #column} returns for a metric that is not kept. */
  static final int NONE = -1;

  private ViewMetrics() {}

  /** The column of a metric, or {@link #NONE}; asked for each seed, so without a map. */
  static int column(String name) {
    return switch (name) {
      case MetricNames.RECONSTRUCTION_LOSS -> 0;
      case MetricNames.PERFORMANCE_DELTA -> 1;
      case MetricNames.STABILITY_SCORE -> 2;
      case MetricNames.FINAL_STABILITY -> 3;
      case MetricNames.TOTAL_IMPROVEMENT -> 4;
      case MetricNames.ERROR_RATE -> 5;
      case MetricNames.ERROR_COUNT -> 6;
      case MetricNames.ACCURACY -> 7;
      default -> NONE;
    };
  }
}
