package io.tamiyo.operators.config;

import io.tamiyo.operators.tracking.TrackingOptions;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The keys of {@link TrackingOptions}. */
public final class TrackingKeys {

  /** Commands of a layer that wait for their acknowledgement. */
  public static final ConfigOption<Integer> MAX_IN_FLIGHT =
      ConfigOptions.key("tracking.max-in-flight")
          .intType()
          .defaultValue(TrackingOptions.DEFAULTS.maxInFlight())
          .withDescription("Commands of a layer that wait for their acknowledgement at once.");

  /** Stream time after which a command is sent again. */
  public static final ConfigOption<Long> RETRY_AFTER_MS =
      ConfigOptions.key("tracking.retry-after-ms")
          .longType()
          .defaultValue(TrackingOptions.DEFAULTS.retryAfterMs())
          .withDescription("Stream time after which a command is sent again, in milliseconds.");

  /** Times that a command is sent. */
  public static final ConfigOption<Integer> MAX_ATTEMPTS =
      ConfigOptions.key("tracking.max-attempts")
          .intType()
          .defaultValue(TrackingOptions.DEFAULTS.maxAttempts())
          .withDescription("Times that a command is sent before it is given up with an alert.");

  private TrackingKeys() {}

  static List<ConfigOption<?>> all() {
    return List.of(MAX_IN_FLIGHT, RETRY_AFTER_MS, MAX_ATTEMPTS);
  }

  static TrackingOptions resolve(Configuration values, TrackingOptions base) {
    return new TrackingOptions(
        values.getOptional(MAX_IN_FLIGHT).orElse(base.maxInFlight()),
        values.getOptional(RETRY_AFTER_MS).orElse(base.retryAfterMs()),
        values.getOptional(MAX_ATTEMPTS).orElse(base.maxAttempts()));
  }
}
