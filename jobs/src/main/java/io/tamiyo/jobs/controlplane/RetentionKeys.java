package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.redis.source.enumerator.RetentionOptions;
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

  private RetentionKeys() {}

  static RetentionOptions from(ReadableConfig config) {
    return new RetentionOptions(
        config.get(MAX_AGE),
        config.get(SHARE_OF_MAX_MEMORY),
        config.get(MAX_BYTES).getBytes(),
        RetentionOptions.DEFAULT.forceAt(),
        RetentionOptions.DEFAULT.every());
  }
}
