package io.tamiyo.operators.config;

import io.tamiyo.operators.tamiyo.PolicyOptions;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The keys of {@link PolicyOptions}; those of its lifecycle are {@link LifecycleKeys}. */
public final class PolicyKeys {

  /** Whether Tamiyo decides anything of itself. */
  public static final ConfigOption<Boolean> ENABLED =
      ConfigOptions.key("policy.enabled")
          .booleanType()
          .defaultValue(PolicyOptions.DEFAULTS.enabled())
          .withDescription("Whether Tamiyo decides anything of itself.");

  /** Seeds are woken above this dormant share. */
  public static final ConfigOption<Double> DORMANCY_THRESHOLD =
      ConfigOptions.key("policy.dormancy-threshold")
          .doubleType()
          .defaultValue(PolicyOptions.DEFAULTS.dormancyThreshold())
          .withDescription("Seeds are woken while the dormant share is above this, 0 to 1.");

  /** Share of the dormant seeds that is woken at once. */
  public static final ConfigOption<Double> WAKE_SHARE =
      ConfigOptions.key("policy.wake-share")
          .doubleType()
          .defaultValue(PolicyOptions.DEFAULTS.wakeShare())
          .withDescription("Share of the dormant seeds that is woken in one round, 0 to 1.");

  /** Commands of one evaluation. */
  public static final ConfigOption<Integer> MAX_COMMANDS_PER_ROUND =
      ConfigOptions.key("policy.max-commands-per-round")
          .intType()
          .defaultValue(PolicyOptions.DEFAULTS.maxCommandsPerRound())
          .withDescription("Commands that one evaluation may propose.");

  /** Age at which a report is too old to decide on. */
  public static final ConfigOption<Long> STALE_AFTER_MS =
      ConfigOptions.key("policy.stale-after-ms")
          .longType()
          .defaultValue(PolicyOptions.DEFAULTS.staleAfterMs())
          .withDescription("Stream time after which a report is too old, in milliseconds.");

  private PolicyKeys() {}

  static List<ConfigOption<?>> all() {
    return List.of(ENABLED, DORMANCY_THRESHOLD, WAKE_SHARE, MAX_COMMANDS_PER_ROUND, STALE_AFTER_MS);
  }

  static PolicyOptions resolve(Configuration values, PolicyOptions base) {
    return new PolicyOptions(
        values.getOptional(ENABLED).orElse(base.enabled()),
        values.getOptional(DORMANCY_THRESHOLD).orElse(base.dormancyThreshold()),
        values.getOptional(WAKE_SHARE).orElse(base.wakeShare()),
        values.getOptional(MAX_COMMANDS_PER_ROUND).orElse(base.maxCommandsPerRound()),
        values.getOptional(STALE_AFTER_MS).orElse(base.staleAfterMs()),
        LifecycleKeys.resolve(values, base.lifecycle()));
  }
}
