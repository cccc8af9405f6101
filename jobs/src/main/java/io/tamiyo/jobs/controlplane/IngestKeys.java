package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.ingest.IngestOptions;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** The keys of {@link IngestOptions}: how much is remembered to know duplicates. */
final class IngestKeys {

  static final ConfigOption<Integer> MAX_PRODUCERS =
      ConfigOptions.key("ingest.max-producers")
          .intType()
          .defaultValue(IngestOptions.DEFAULTS.maxProducers())
          .withDescription("Producers per layer and stream whose sequences are remembered.");

  static final ConfigOption<Integer> REMEMBERED_IDS =
      ConfigOptions.key("ingest.remembered-ids")
          .intType()
          .defaultValue(IngestOptions.DEFAULTS.rememberedIds())
          .withDescription(
              "Messages per layer without a sequence whose ids are remembered, the last ones; at most "
                  + IngestOptions.MOST_REMEMBERED_IDS
                  + ".");

  static final ConfigOption<Duration> REMEMBER_IDS_FOR =
      ConfigOptions.key("ingest.remember-ids-for")
          .durationType()
          .defaultValue(Duration.ofMillis(IngestOptions.DEFAULTS.rememberMs()))
          .withDescription("Stream time for which they are.");

  private IngestKeys() {}

  /**
   * @throws IllegalArgumentException naming the keys when one is out of range
   */
  static IngestOptions from(ReadableConfig config) {
    try {
      return new IngestOptions(
          config.get(MAX_PRODUCERS),
          config.get(REMEMBERED_IDS),
          config.get(REMEMBER_IDS_FOR).toMillis());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, %s, %s: %s"
              .formatted(
                  MAX_PRODUCERS.key(),
                  REMEMBERED_IDS.key(),
                  REMEMBER_IDS_FOR.key(),
                  e.getMessage()),
          e);
    }
  }
}
