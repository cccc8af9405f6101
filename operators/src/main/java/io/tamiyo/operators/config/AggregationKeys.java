package io.tamiyo.operators.config;

import io.tamiyo.operators.aggregation.AggregationOptions;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The keys of {@link AggregationOptions}. */
public final class AggregationKeys {

  /** Stream time that one aggregate sums up. */
  public static final ConfigOption<Duration> WINDOW =
      ConfigOptions.key("aggregation.window")
          .durationType()
          .defaultValue(Duration.ofMillis(AggregationOptions.DEFAULTS.windowMs()))
          .withDescription(
              "Stream time of which the health reports are summed up in one; 0 s: none are.");

  private AggregationKeys() {}

  static List<ConfigOption<?>> all() {
    return List.of(WINDOW);
  }

  static AggregationOptions resolve(Configuration values, AggregationOptions base) {
    return values
        .getOptional(WINDOW)
        .map(window -> new AggregationOptions(millis(window)))
        .orElse(base);
  }

  private static long millis(Duration window) {
    Duration most = Duration.ofMillis(AggregationOptions.MAX_WINDOW_MS);
    if (window.isNegative()
        || window.compareTo(most) > 0
        || (!window.isZero() && window.toMillis() == 0)) {
      throw new IllegalArgumentException(
          "%s is %s; expected 1 ms to 1 h, or 0 s for none, as in %s=10 s"
              .formatted(WINDOW.key(), window, WINDOW.key()));
    }
    return window.toMillis();
  }
}
