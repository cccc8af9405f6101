package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.archive.ArchiveOptions;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/** The keys of {@link ArchiveOptions}. */
final class ArchiveKeys {

  static final ConfigOption<String> PATH =
      ConfigOptions.key("archive.path")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Directory, of any file system that Flink knows, for the journal of all layers; without"
                  + " it there is none. A savepoint of a job that has one needs one.");

  static final ConfigOption<Duration> MAX_AGE =
      ConfigOptions.key("archive.max-age")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription("Minutes of the journal that are older than the newest by more go.");

  static final ConfigOption<MemorySize> MAX_BYTES =
      ConfigOptions.key("archive.max-bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(10_240))
          .withDescription("Beyond this the oldest minutes of the journal go, save the last 30.");

  private ArchiveKeys() {}

  /** Empty where no path is given. */
  static Optional<ArchiveOptions> from(ReadableConfig config) {
    return config.getOptional(PATH).map(path -> options(path, config));
  }

  private static ArchiveOptions options(String path, ReadableConfig config) {
    try {
      return new ArchiveOptions(path, config.get(MAX_AGE), config.get(MAX_BYTES).getBytes());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s, %s and %s can't be: %s"
              .formatted(PATH.key(), MAX_AGE.key(), MAX_BYTES.key(), wrong.getMessage()),
          wrong);
    }
  }
}
