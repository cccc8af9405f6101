package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.wire.ClaimedIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The payload of an entry that only names it ({@link ClaimedIds}), since it was too large. Where
 * the entry is kept for longer than the payload is, the two stand together, in a field of the
 * archive's own.
 */
public final class ClaimedPayload {

  /** The payload, in an archive; no entry of a stream has it. */
  static final String FIELD = "archived_payload";

  private ClaimedPayload() {}

  /** The entry with its payload. */
  public static InboundEntry put(InboundEntry entry, byte[] payload) {
    Map<String, byte[]> fields = new LinkedHashMap<>(entry.fields());
    fields.put(FIELD, payload);
    return with(entry, fields);
  }

  /** The payload that was put to an entry. */
  public static Optional<byte[]> in(InboundEntry entry) {
    return Optional.ofNullable(entry.fields().get(FIELD));
  }

  /** The entry as it stood in its stream. */
  public static InboundEntry removedFrom(InboundEntry entry) {
    if (!entry.fields().containsKey(FIELD)) {
      return entry;
    }
    Map<String, byte[]> fields = new LinkedHashMap<>(entry.fields());
    fields.remove(FIELD);
    return with(entry, fields);
  }

  private static InboundEntry with(InboundEntry entry, Map<String, byte[]> fields) {
    return new InboundEntry(entry.layer(), entry.stream(), entry.time(), entry.ordinal(), fields);
  }
}
