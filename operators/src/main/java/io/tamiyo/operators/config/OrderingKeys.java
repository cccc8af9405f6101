package io.tamiyo.operators.config;

import io.tamiyo.operators.ordering.OrderingOptions;
import io.tamiyo.operators.ordering.OrderingStrategy;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** The keys of {@link OrderingOptions}. */
public final class OrderingKeys {

  /** The order in which entries go on. */
  public static final ConfigOption<OrderingStrategy> STRATEGY =
      ConfigOptions.key("ordering.strategy")
          .enumType(OrderingStrategy.class)
          .defaultValue(OrderingOptions.DEFAULTS.strategy())
          .withDescription(
              "PARTITION: entries go on as each producer sent them. NONE: as they have arrived.");

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
    return List.of(STRATEGY, WINDOW, MAX_PENDING, TIMEOUT_MS);
  }

  static OrderingOptions resolve(Configuration values, OrderingOptions base) {
    requireOfLayer(values.toMap().get(STRATEGY.key()));
    OrderingStrategy strategy = values.getOptional(STRATEGY).orElse(base.strategy());
    int window = values.getOptional(WINDOW).orElse(base.window());
    int maxPending = values.getOptional(MAX_PENDING).orElse(base.maxPending());
    long timeoutMs = values.getOptional(TIMEOUT_MS).orElse(base.timeoutMs());
    if (maxPending < window) {
      throw new IllegalArgumentException(
          "%s = %d is below %s = %d"
              .formatted(MAX_PENDING.key(), maxPending, WINDOW.key(), window));
    }
    return new OrderingOptions(strategy, window, maxPending, timeoutMs);
  }

  /** An order of all layers changes the job's graph, and can't be set for one. */
  private static void requireOfLayer(@Nullable String strategy) {
    if ("GLOBAL".equalsIgnoreCase(strategy) || "CAUSAL".equalsIgnoreCase(strategy)) {
      throw new IllegalArgumentException(
          "%s is %s, which is an order across layers; start the job with across-layers.order = %s"
              .formatted(STRATEGY.key(), strategy, strategy));
    }
  }
}
