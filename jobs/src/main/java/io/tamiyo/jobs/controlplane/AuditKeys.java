package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.audit.AuditOptions;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
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

  private AuditKeys() {}

  /**
   * @throws IllegalArgumentException naming the keys, when a value is out of range
   */
  static AuditOptions from(ReadableConfig config) {
    try {
      return new AuditOptions(config.get(TOPIC), config.get(OPEN_AFTER), config.get(MAX_OPEN));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s, %s: %s".formatted(OPEN_AFTER.key(), MAX_OPEN.key(), wrong.getMessage()), wrong);
    }
  }
}
