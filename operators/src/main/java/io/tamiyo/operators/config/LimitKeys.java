package io.tamiyo.operators.config;

import io.tamiyo.operators.limits.Excess;
import io.tamiyo.operators.limits.LimitOptions;
import io.tamiyo.operators.limits.RateLimit;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The keys of {@link LimitOptions}. */
public final class LimitKeys {

  /** What a producer may send. */
  public static final ConfigOption<Double> PRODUCER_RATE =
      rate(
          "limits.producer.messages-per-second",
          LimitOptions.DEFAULTS.producer(),
          "Messages a second that a producer may send to a layer in the long run; 0: any number.");

  /** What a producer may send at once. */
  public static final ConfigOption<Long> PRODUCER_BURST =
      burst(
          "limits.producer.burst",
          LimitOptions.DEFAULTS.producer(),
          "Messages that a producer may send at once after a silence, where its rate is limited.");

  /** What all may send. */
  public static final ConfigOption<Double> LAYER_RATE =
      rate(
          "limits.layer.messages-per-second",
          LimitOptions.DEFAULTS.layer(),
          "Messages a second that a layer may be sent in the long run; 0: any number.");

  /** What all may send at once. */
  public static final ConfigOption<Long> LAYER_BURST =
      burst(
          "limits.layer.burst",
          LimitOptions.DEFAULTS.layer(),
          "Messages that a layer may be sent at once after a silence, where its rate is limited.");

  /** What becomes of the rest. */
  public static final ConfigOption<Excess> EXCESS =
      ConfigOptions.key("limits.excess")
          .enumType(Excess.class)
          .defaultValue(LimitOptions.DEFAULTS.excess())
          .withDescription("What becomes of messages beyond a limit: PARK or DEAD_LETTER.");

  /** How many may wait. */
  public static final ConfigOption<Long> MAX_PARKED =
      ConfigOptions.key("limits.max-parked")
          .longType()
          .defaultValue(LimitOptions.DEFAULTS.maxParked())
          .withDescription("Messages of a layer that wait at most; the rest are dead letters.");

  private LimitKeys() {}

  static List<ConfigOption<?>> all() {
    return List.of(PRODUCER_RATE, PRODUCER_BURST, LAYER_RATE, LAYER_BURST, EXCESS, MAX_PARKED);
  }

  static LimitOptions resolve(Configuration values, LimitOptions base) {
    return new LimitOptions(
        limit(values, PRODUCER_RATE, PRODUCER_BURST, base.producer()),
        limit(values, LAYER_RATE, LAYER_BURST, base.layer()),
        values.getOptional(EXCESS).orElse(base.excess()),
        values.getOptional(MAX_PARKED).orElse(base.maxParked()));
  }

  private static RateLimit limit(
      Configuration values, ConfigOption<Double> rate, ConfigOption<Long> burst, RateLimit base) {
    return new RateLimit(
        values.getOptional(rate).orElse(base.perSecond()),
        values.getOptional(burst).orElse(base.burst()));
  }

  private static ConfigOption<Double> rate(String key, RateLimit limit, String description) {
    return ConfigOptions.key(key)
        .doubleType()
        .defaultValue(limit.perSecond())
        .withDescription(description);
  }

  private static ConfigOption<Long> burst(String key, RateLimit limit, String description) {
    return ConfigOptions.key(key)
        .longType()
        .defaultValue(limit.burst())
        .withDescription(description);
  }
}
