package io.tamiyo.contracts.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry, or a message in it, that could not be processed, with what is needed to find out why
 * and to try again.
 *
 * @param layerId the layer, or null when that could not be read
 * @param stream where it stood
 * @param entryId its id there
 * @param ordinal which message of the entry, or −1 for the whole entry
 * @param count how many messages it stands for
 * @param reason a short name of the cause, for instance {@code malformed_json}
 * @param detail what was found and expected, with the path in the payload
 * @param fields the fields of the entry as they came, base64
 */
@NativeOnly
public record DeadLetter(
    Header header,
    @Nullable String layerId,
    String stream,
    String entryId,
    int ordinal,
    int count,
    String reason,
    String detail,
    Map<String, String> fields)
    implements Message {

  public DeadLetter {
    fields = Copies.ordered(fields);
  }

  /** The same letter without the entry's fields, which are found at its coordinates. */
  public DeadLetter withoutFields() {
    return new DeadLetter(
        header, layerId, stream, entryId, ordinal, count, reason, detail, Map.of());
  }
}
