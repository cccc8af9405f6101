package io.tamiyo.operators.config;

import io.tamiyo.operators.anomaly.DetectionOptions;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The keys of {@link DetectionOptions}. */
public final class DetectionKeys {

  /** Reports that make the history of a value. */
  public static final ConfigOption<Integer> WINDOW =
      ConfigOptions.key("detection.window")
          .intType()
          .defaultValue(DetectionOptions.DEFAULTS.window())
          .withDescription("Reports that make the history of a value.");

  /** Reports without which nothing is judged. */
  public static final ConfigOption<Integer> MIN_HISTORY =
      ConfigOptions.key("detection.min-history")
          .intType()
          .defaultValue(DetectionOptions.DEFAULTS.minHistory())
          .withDescription("Reports without which a value is not judged.");

  /** Standard deviations from the mean. */
  public static final ConfigOption<Double> SIGMAS =
      ConfigOptions.key("detection.sigmas")
          .doubleType()
          .defaultValue(DetectionOptions.DEFAULTS.sigmas())
          .withDescription("Standard deviations from the mean beyond which a value is unusual.");

  /** Share of a layer's seeds. */
  public static final ConfigOption<Double> MIN_SHARE =
      ConfigOptions.key("detection.min-share")
          .doubleType()
          .defaultValue(DetectionOptions.DEFAULTS.minShare())
          .withDescription("Share of unusual seeds from which an alert is raised, 0 to 1.");

  private DetectionKeys() {}

  static List<ConfigOption<?>> all() {
    return List.of(WINDOW, MIN_HISTORY, SIGMAS, MIN_SHARE);
  }

  static DetectionOptions resolve(Configuration values, DetectionOptions base) {
    int window = values.getOptional(WINDOW).orElse(base.window());
    int minHistory = values.getOptional(MIN_HISTORY).orElse(base.minHistory());
    if (minHistory > window) {
      throw new IllegalArgumentException(
          "%s = %d is above %s = %d"
              .formatted(MIN_HISTORY.key(), minHistory, WINDOW.key(), window));
    }
    return new DetectionOptions(
        window,
        minHistory,
        values.getOptional(SIGMAS).orElse(base.sigmas()),
        values.getOptional(MIN_SHARE).orElse(base.minShare()));
  }
}
