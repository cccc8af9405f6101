package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a header must be like: of a known major version, and with bounded ids. */
public final class HeaderRules {

  /** The field that names the kind of message. */
  public static final String TYPE = "message_type";

  private static final int MAX_ID = 256;
  private static final int MAX_SOURCE = 4096;
  private static final Pattern KNOWN_VERSION = Pattern.compile("1(\\.\\d{1,4}){0,2}");

  private HeaderRules() {}

  /**
   * Returns when the version is absent or its major is one that this release reads.
   *
   * @throws DecodeFailure {@code UNKNOWN_VERSION}
   */
  static void requireKnownVersion(ObjectNode message, String path) throws DecodeFailure {
    JsonNode version = message.get("version");
    if (version == null || version.isNull()) {
      return;
    }
    if (!version.isTextual() || !KNOWN_VERSION.matcher(version.textValue()).matches()) {
      throw new DecodeFailure(
          Reason.UNKNOWN_VERSION,
          Paths.field(path, "version"),
          shown(version.asText()) + "; this release reads 1.x");
    }
  }

  /** The kind of the message. */
  static String type(ObjectNode message, String path) throws DecodeFailure {
    JsonNode type = message.get(TYPE);
    if (type == null || !type.isTextual()) {
      throw new DecodeFailure(Reason.MISSING_FIELD, Paths.field(path, TYPE), "missing or no text");
    }
    String name = type.textValue();
    if (name.length() > MAX_ID) {
      throw new DecodeFailure(Reason.UNKNOWN_TYPE, Paths.field(path, TYPE), shown(name));
    }
    return name;
  }

  /** The id of a message that can't be read otherwise; empty when that can't be read either. */
  static String idOrEmpty(JsonNode message) {
    String id = message.path("message_id").textValue();
    return id == null || id.length() > MAX_ID ? "" : id;
  }

  /** The header, when what may become state or a key is of a sane length. */
  static Header requireBounded(Header header, String path) throws DecodeFailure {
    requireLength(header.messageId(), MAX_ID, Paths.field(path, "message_id"));
    requireLength(header.correlationId(), MAX_ID, Paths.field(path, "correlation_id"));
    requireLength(header.source(), MAX_SOURCE, Paths.field(path, "source"));
    return header;
  }

  private static void requireLength(@Nullable String text, int most, String path)
      throws DecodeFailure {
    if (text != null && text.length() > most) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, path, text.length() + " characters; at most " + most);
    }
  }

  private static String shown(String text) {
    return '"' + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + '"';
  }
}
