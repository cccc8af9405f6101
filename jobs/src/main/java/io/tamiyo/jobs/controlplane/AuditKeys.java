package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.audit.AuditOptions;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/** The keys of {@link AuditOptions}. */
final class AuditKeys {

  static final ConfigOption<Boolean> TOPIC =
      ConfigOptions.key("audit.topic")
          .booleanType()
          .defaultValue(AuditOptions.DEFAULTS.topic())
          .withDescription(
              "Whether each step of a story, alert, gap and dead letter is told in the stream"
                  + " kasmina.audit; it is in files where there is an archive.");

  static final ConfigOption<Duration> OPEN_AFTER =
      ConfigOptions.key("audit.open-after")
          .durationType()
          .defaultValue(AuditOptions.DEFAULTS.openAfter())
          .withDescription(
              "A request or command whose next step does not come for this long, in the time of the"
                  + " layer's stream, is reported by an alert; 0 for never.");

  static final ConfigOption<Integer> MAX_OPEN =
      ConfigOptions.key("audit.max-open")
          .intType()
          .defaultValue(AuditOptions.DEFAULTS.maxOpen())
          .withDescription("Requests, and commands, of a layer that are followed at once.");

  static final ConfigOption<Duration> MAX_AGE =
      ConfigOptions.key("audit.max-age")
          .durationType()
          .defaultValue(AuditOptions.DEFAULTS.maxAge())
          .withDescription(
              "Minutes of the audit's files that are older than the newest by more go; where it is not"
                  + " given and archive.max-age is, the longer of that and the default.");

  static final ConfigOption<MemorySize> MAX_BYTES =
      ConfigOptions.key("audit.max-bytes")
          .memoryType()
          .defaultValue(new MemorySize(AuditOptions.DEFAULTS.maxBytes()))
          .withDescription(
              "Beyond this the oldest minutes of the audit's files go, save the last 30; where it is"
                  + " not given and archive.max-bytes is, the larger of that and the default.");

  private AuditKeys() {}

  /**
   * @throws IllegalArgumentException naming the keys, when a value is out of range
   */
  static AuditOptions from(ReadableConfig config) {
    try {
      return new AuditOptions(
          config.get(TOPIC),
          config.get(OPEN_AFTER),
          config.get(MAX_OPEN),
          most(MAX_AGE, ArchiveKeys.MAX_AGE, config),
          most(MAX_BYTES, ArchiveKeys.MAX_BYTES, config).getBytes());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s, %s, %s, %s: %s"
              .formatted(
                  OPEN_AFTER.key(),
                  MAX_OPEN.key(),
                  MAX_AGE.key(),
                  MAX_BYTES.key(),
                  wrong.getMessage()),
          wrong);
    }
  }

  /**
   * The bounds of the archive once were those of its audit too, and who has set a larger one relies
   * on it.
   */
  private static <T extends Comparable<T>> T most(
      ConfigOption<T> ofAudit, ConfigOption<T> ofArchive, ReadableConfig config) {
    return config
        .getOptional(ofAudit)
        .orElseGet(
            () ->
                config
                    .getOptional(ofArchive)
                    .filter(given -> given.compareTo(ofAudit.defaultValue()) > 0)
                    .orElse(ofAudit.defaultValue()));
  }
}
