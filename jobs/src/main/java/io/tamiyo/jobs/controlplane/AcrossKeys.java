package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.ordering.across.AcrossOptions;
import io.tamiyo.operators.ordering.across.AcrossStrategy;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** The keys of {@link AcrossOptions}: in which order the deliveries of different layers go on. */
final class AcrossKeys {

  static final ConfigOption<AcrossStrategy> ORDER =
      ConfigOptions.key("across-layers.order")
          .enumType(AcrossStrategy.class)
          .defaultValue(AcrossOptions.DEFAULTS.strategy())
          .withDescription(
              "NONE: each layer goes its own way. GLOBAL: all by the ids of their entries. CAUSAL:"
                  + " what a message names in metadata.depends_on goes before it. The last two"
                  + " pass through one operator; a job keeps the order that it was started with.");

  static final ConfigOption<Duration> TIMEOUT =
      ConfigOptions.key("across-layers.timeout")
          .durationType()
          .defaultValue(Duration.ofMillis(AcrossOptions.DEFAULTS.timeoutMs()))
          .withDescription(
              "Stream time after which a silent layer (GLOBAL) or a missing message (CAUSAL) is not"
                  + " waited for.");

  static final ConfigOption<Integer> MAX_PENDING =
      ConfigOptions.key("across-layers.max-pending")
          .intType()
          .defaultValue(AcrossOptions.DEFAULTS.maxPending())
          .withDescription("Messages of all layers that wait; beyond it the first goes.");

  static final ConfigOption<Integer> REMEMBERED_IDS =
      ConfigOptions.key("across-layers.remembered-ids")
          .intType()
          .defaultValue(AcrossOptions.DEFAULTS.rememberedIds())
          .withDescription(
              "Messages of all layers whose ids CAUSAL remembers when they have passed, the last"
                  + " ones; 24 bytes each at a checkpoint. What passed before seems to be missing to"
                  + " who depends on it: the metric forgottenEarly counts what was forgotten sooner"
                  + " than remember-ids-for says.");

  static final ConfigOption<Duration> REMEMBER_IDS_FOR =
      ConfigOptions.key("across-layers.remember-ids-for")
          .durationType()
          .defaultValue(Duration.ofMillis(AcrossOptions.DEFAULTS.rememberMs()))
          .withDescription("Stream time for which CAUSAL remembers them.");

  private AcrossKeys() {}

  static List<ConfigOption<?>> all() {
    return List.of(ORDER, TIMEOUT, MAX_PENDING, REMEMBERED_IDS, REMEMBER_IDS_FOR);
  }

  /**
   * @throws IllegalArgumentException naming the keys when one is out of range
   */
  static AcrossOptions from(ReadableConfig config) {
    try {
      return new AcrossOptions(
          config.get(ORDER),
          config.get(TIMEOUT).toMillis(),
          config.get(MAX_PENDING),
          config.get(REMEMBERED_IDS),
          config.get(REMEMBER_IDS_FOR).toMillis());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.join(", ", all().stream().map(ConfigOption::key).toList()) + ": " + e.getMessage(),
          e);
    }
  }
}
