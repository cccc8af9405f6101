package io.tamiyo.jobs.controlplane;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.redis.source.enumerator.RetentionOptions;
import io.tamiyo.operators.redis.source.enumerator.StreamBound;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/** The keys of {@link RetentionOptions}, and of the streams that only people read. */
final class RetentionKeys {

  static final ConfigOption<Duration> MAX_AGE =
      ConfigOptions.key("retention.max-age")
          .durationType()
          .defaultValue(RetentionOptions.DEFAULT.maxAge())
          .withDescription("Entries of the layers' streams that were read go at this age.");

  static final ConfigOption<Double> SHARE_OF_MAX_MEMORY =
      ConfigOptions.key("retention.share-of-max-memory")
          .doubleType()
          .defaultValue(RetentionOptions.DEFAULT.shareOfMaxMemory())
          .withDescription("Part of Redis's maxmemory that the layers' streams may take together.");

  static final ConfigOption<MemorySize> MAX_BYTES =
      ConfigOptions.key("retention.max-bytes")
          .memoryType()
          .defaultValue(new MemorySize(RetentionOptions.DEFAULT.maxBytes()))
          .withDescription("What they may take where Redis has no maxmemory.");

  static final ConfigOption<Long> SIDE_ENTRIES =
      ConfigOptions.key("retention.side-entries")
          .longType()
          .defaultValue(10_000L)
          .withDescription(
              "About how many entries of each stream that only people read (alerts, dead letters, ledger) are kept.");

  static final ConfigOption<Duration> DEAD_LETTERS_MAX_AGE =
      ConfigOptions.key("retention.dead-letters.max-age")
          .durationType()
          .defaultValue(Duration.ofHours(24))
          .withDescription(
              "Dead letters go at this age, whether anybody has looked at them or not.");

  static final ConfigOption<MemorySize> DEAD_LETTERS_MAX_BYTES =
      ConfigOptions.key("retention.dead-letters.max-bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(32))
          .withDescription("What the dead letters may take in Redis; beyond it the oldest go.");

  private RetentionKeys() {}

  /**
   * @throws IllegalArgumentException naming both keys, when an age or a size is not positive
   */
  static StreamBound ofDeadLetters(ReadableConfig config, StreamNames names) {
    try {
      return new StreamBound(
          names.deadLetters(),
          config.get(DEAD_LETTERS_MAX_AGE),
          config.get(DEAD_LETTERS_MAX_BYTES).getBytes());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          DEAD_LETTERS_MAX_AGE.key() + ", " + DEAD_LETTERS_MAX_BYTES.key() + ": " + e.getMessage(),
          e);
    }
  }

  static RetentionOptions from(ReadableConfig config) {
    return new RetentionOptions(
        config.get(MAX_AGE),
        config.get(SHARE_OF_MAX_MEMORY),
        config.get(MAX_BYTES).getBytes(),
        RetentionOptions.DEFAULT.forceAt(),
        RetentionOptions.DEFAULT.every());
  }
}
