package io.tamiyo.operators.config;

import io.tamiyo.operators.ordering.OrderingOptions;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The keys of {@link OrderingOptions}. */
public final class OrderingKeys {

  /** How far ahead of the next expected sequence an entry may be and still be held. */
  public static final ConfigOption<Integer> WINDOW =
      ConfigOptions.key("ordering.window")
          .intType()
          .defaultValue(OrderingOptions.DEFAULTS.window())
          .withDescription("How far ahead of the next expected sequence an entry is still held.");

  /** Messages held per layer. */
  public static final ConfigOption<Integer> MAX_PENDING =
      ConfigOptions.key("ordering.max-pending")
          .intType()
          .defaultValue(OrderingOptions.DEFAULTS.maxPending())
          .withDescription("Messages held per layer; beyond it the oldest gap is given up.");

  /** Stream time after which a gap is given up. */
  public static final ConfigOption<Long> TIMEOUT_MS =
      ConfigOptions.key("ordering.timeout-ms")
          .longType()
          .defaultValue(OrderingOptions.DEFAULTS.timeoutMs())
          .withDescription("Stream time after which a gap is given up, in milliseconds.");

  private OrderingKeys() {}

  static List<ConfigOption<?>> all() {
    return List.of(WINDOW, MAX_PENDING, TIMEOUT_MS);
  }

  static OrderingOptions resolve(Configuration values, OrderingOptions base) {
    int window = values.getOptional(WINDOW).orElse(base.window());
    int maxPending = values.getOptional(MAX_PENDING).orElse(base.maxPending());
    long timeoutMs = values.getOptional(TIMEOUT_MS).orElse(base.timeoutMs());
    if (maxPending < window) {
      throw new IllegalArgumentException(
          "%s = %d is below %s = %d"
              .formatted(MAX_PENDING.key(), maxPending, WINDOW.key(), window));
    }
    return new OrderingOptions(window, maxPending, timeoutMs);
  }
}
