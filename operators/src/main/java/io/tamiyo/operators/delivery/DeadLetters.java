package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes dead letters: what could not be processed, where it stood, and why. */
public final class DeadLetters {

  /**
   * An entry with more bytes than this is not copied: it is found at its coordinates. In base64
   * this is below the size from which a message needs a claim check, which might not be had.
   */
  static final int MAX_COPIED_BYTES = 700 * 1024;

  private static final int MAX_DETAIL_CHARACTERS = 1_000;

  private final String stream;
  private final String source;
  private final EntryCodec codec;

  /**
   * @param source the operator that writes them
   */
  public DeadLetters(StreamNames names, String source, EntryCodec codec) {
    this.stream = names.deadLetters();
    this.source = source;
    this.codec = codec;
  }

  /** The entry that tells of one failure. */
  public Outbound of(InboundEntry entry, Decoded.Bad bad) throws IOException {
    DeadLetter letter = letter(entry, bad);
    return new Outbound(
        stream, codec.write(Places.of("DeadLetter", letter.layerId(), 1), List.of(letter)));
  }

  private DeadLetter letter(InboundEntry entry, Decoded.Bad bad) {
    String id =
        SideRecordId.of(entry.stream(), entry.entryId(), "dead_letter_of_" + source, bad.ordinal());
    int size = sizeOf(entry.fields());
    boolean copied = size <= MAX_COPIED_BYTES;
    String detail = shortened(String.valueOf(bad.failure().getMessage()));
    return new DeadLetter(
        Header.of(id, entry.time() / 1000.0, source),
        layerOf(entry),
        entry.stream(),
        entry.entryId(),
        bad.ordinal(),
        bad.count(),
        bad.failure().reason().name().toLowerCase(Locale.ROOT),
        copied ? detail : detail + " (its fields have " + size + " bytes and are not copied)",
        copied(entry.fields()));
  }

  /** The fields of an entry as letters hold them; none when they are too large to be copied. */
  public static Map<String, String> copied(Map<String, byte[]> fields) {
    return sizeOf(fields) <= MAX_COPIED_BYTES ? encoded(fields) : Map.of();
  }

  private static @Nullable String layerOf(InboundEntry entry) {
    return LayerId.isValid(entry.layer()) ? entry.layer() : null;
  }

  private static int sizeOf(Map<String, byte[]> fields) {
    long size = 0;
    for (byte[] value : fields.values()) {
      size += value.length;
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private static String shortened(String detail) {
    return detail.length() <= MAX_DETAIL_CHARACTERS
        ? detail
        : detail.substring(0, MAX_DETAIL_CHARACTERS) + "…";
  }

  private static Map<String, String> encoded(Map<String, byte[]> fields) {
    Map<String, String> encoded = new TreeMap<>();
    fields.forEach((name, value) -> encoded.put(name, Base64.getEncoder().encodeToString(value)));
    return encoded;
  }
}
