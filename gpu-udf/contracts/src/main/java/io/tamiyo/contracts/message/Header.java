package io.tamiyo.contracts.message;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every message carries.
 *
 * @param messageId unique; for a command its identity
 * @param timestamp the sender's clock, seconds since the epoch; data only, nothing is decided by it
 * @param source the component that sent it
 * @param version of the schema, {@code major.minor}
 * @param correlationId the message_id that this one answers, or null
 * @param metadata anything else, JSON values by name, in the sender's order
 */
public record Header(
    String messageId,
    double timestamp,
    String source,
    String version,
    @Nullable String correlationId,
    Map<String, Object> metadata) {

  /** The schema version that this release writes. */
  public static final String VERSION = "1.0";

  public Header {
    Objects.requireNonNull(messageId, "message_id is missing");
    if (!Double.isFinite(timestamp)) {
      throw new IllegalArgumentException("timestamp is not finite: " + timestamp);
    }
    source = Objects.requireNonNullElse(source, "");
    version = Objects.requireNonNullElse(version, VERSION);
    metadata = metadata == null ? Map.of() : Copies.json(metadata);
  }

  /** A header of this release's version without correlation or metadata. */
  public static Header of(String messageId, double timestamp, String source) {
    return new Header(messageId, timestamp, source, VERSION, null, Map.of());
  }

  /** The same header, answering another message. */
  public Header answering(String otherMessageId) {
    return new Header(messageId, timestamp, source, version, otherMessageId, metadata);
  }

  /** The same header with other metadata. */
  public Header withMetadata(Map<String, Object> other) {
    return new Header(messageId, timestamp, source, version, correlationId, other);
  }
}
