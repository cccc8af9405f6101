package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an entry that stand outside its payload; cheap, whatever they hold. */
public final class EntryHeaders {

  private static final int MAX_FIELD_BYTES = 128;
  private static final int MAX_SHORT_DIGITS = 18;
  private static final String TYPE = "[A-Za-z][A-Za-z0-9_]*";
  private static final Pattern ENTRY_ID = Pattern.compile("\\d{1,20}-\\d{1,20}");
  private static final Pattern ORDINAL = Pattern.compile("\\d{1,9}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private static final Set<String> REPEATED =
      Set.of(EntryFields.TYPE, EntryFields.ENCODING, EntryFields.LAYER);

  private EntryHeaders() {}

  /**
   * What the fields say.
   *
   * @param fields of the entry, of either wire
   * @throws DecodeFailure {@code MISSING_FIELD} or {@code INVALID_FIELD}, with the field as path. A
   *     traceparent that is none is left out, as W3C asks
   */
  public static EntryHeader read(Map<String, byte[]> fields) throws DecodeFailure {
    if (!fields.containsKey(EntryFields.ENCODING)) {
      return new EntryHeader(
          pythonType(fields),
          null,
          null,
          0,
          0,
          1,
          null,
          ifMatching(fields, EntryFields.REPLAY_OF, ENTRY_ID));
    }
    String type = text(fields, EntryFields.TYPE);
    if (type != null && !isType(type)) {
      throw invalid(EntryFields.TYPE, type, TYPE);
    }
    return read(fields, type == null ? "" : type, id(fields, EntryFields.LAYER));
  }

  /**
   * What the fields say, when those that {@link #repeats} are the same as of another entry: they
   * are not read again, and their texts are the same objects.
   *
   * @param fields of the entry, of either wire
   * @param like the header of the other entry
   * @throws DecodeFailure as {@link #read(Map)}
   */
  public static EntryHeader readLike(EntryHeader like, Map<String, byte[]> fields)
      throws DecodeFailure {
    return fields.containsKey(EntryFields.ENCODING)
        ? read(fields, like.type(), like.layer())
        : read(fields);
  }

  /** Whether the field of a name says the same in many entries of a stream. */
  public static boolean repeats(String name) {
    return REPEATED.contains(name);
  }

  private static EntryHeader read(Map<String, byte[]> fields, String type, @Nullable String layer)
      throws DecodeFailure {
    String producer = id(fields, EntryFields.PRODUCER);
    boolean isSequenced = producer != null;
    return new EntryHeader(
        type,
        layer,
        producer,
        isSequenced ? required(fields, EntryFields.PRODUCER_EPOCH, 0) : 0,
        isSequenced ? required(fields, EntryFields.SEQUENCE, 1) : 0,
        count(fields),
        ifMatching(fields, EntryFields.TRACEPARENT, TRACEPARENT),
        matching(fields, EntryFields.REPLAY_OF, ENTRY_ID));
  }

  /**
   * Which message of an entry is tried again alone, or −1 for all of them.
   *
   * @param fields of the entry, of either wire
   */
  public static int replayedOrdinal(Map<String, byte[]> fields) {
    String ordinal = ifMatching(fields, EntryFields.REPLAY_ORDINAL, ORDINAL);
    return ordinal == null ? -1 : Integer.parseInt(ordinal);
  }

  /** On the python-1.0 wire the type is a hint, which nobody has to heed. */
  static String pythonType(Map<String, byte[]> fields) {
    byte[] value = fields.get(EntryFields.TYPE);
    if (value == null || value.length > MAX_FIELD_BYTES) {
      return "";
    }
    String type = new String(value, StandardCharsets.UTF_8);
    return isType(type) ? type : "";
  }

  /** Whether it matches {@link #TYPE}; asked for each entry. */
  private static boolean isType(String type) {
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && (i == 0 || (c != '_' && (c < '0' || c > '9')))) {
        return false;
      }
    }
    return !type.isEmpty();
  }

  /** How many messages the entry says it holds, 1 when it doesn't say so. */
  static int count(Map<String, byte[]> fields) throws DecodeFailure {
    Long count = number(fields, EntryFields.COUNT, 1);
    if (count == null) {
      return 1;
    }
    if (count > WireLimits.DEFAULTS.maxMessages()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE,
          EntryFields.COUNT,
          count + " messages; at most " + WireLimits.DEFAULTS.maxMessages());
    }
    return count.intValue();
  }

  /** The text of a field, or null when it is absent. */
  static @Nullable String text(Map<String, byte[]> fields, String name) throws DecodeFailure {
    byte[] value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (value.length > MAX_FIELD_BYTES) {
      throw new DecodeFailure(
          Reason.INVALID_FIELD, name, value.length + " bytes; at most " + MAX_FIELD_BYTES);
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  private static @Nullable String id(Map<String, byte[]> fields, String name) throws DecodeFailure {
    String text = text(fields, name);
    if (text != null && !LayerId.isValid(text)) {
      throw invalid(name, text, "1 to 128 of A-Z a-z 0-9 _ . -");
    }
    return text;
  }

  private static @Nullable String matching(Map<String, byte[]> fields, String name, Pattern pattern)
      throws DecodeFailure {
    String text = text(fields, name);
    if (text != null && !pattern.matcher(text).matches()) {
      throw invalid(name, text, pattern.pattern());
    }
    return text;
  }

  /** The text of a field, or null when it is absent or anything else. */
  private static @Nullable String ifMatching(
      Map<String, byte[]> fields, String name, Pattern pattern) {
    byte[] value = fields.get(name);
    if (value == null || value.length > MAX_FIELD_BYTES) {
      return null;
    }
    String text = new String(value, StandardCharsets.UTF_8);
    return pattern.matcher(text).matches() ? text : null;
  }

  private static long required(Map<String, byte[]> fields, String name, long least)
      throws DecodeFailure {
    Long value = number(fields, name, least);
    if (value == null) {
      throw new DecodeFailure(
          Reason.MISSING_FIELD, name, "missing, though the entry has a producer");
    }
    return value;
  }

  private static @Nullable Long number(Map<String, byte[]> fields, String name, long least)
      throws DecodeFailure {
    byte[] digits = fields.get(name);
    if (digits != null && isShortNumber(digits)) {
      return atLeast(least, shortNumber(digits), name);
    }
    String text = text(fields, name);
    if (text == null) {
      return null;
    }
    try {
      return atLeast(least, Long.parseLong(text), name);
    } catch (NumberFormatException e) {
      throw invalid(name, text, "a whole number");
    }
  }

  private static long atLeast(long least, long value, String name) throws DecodeFailure {
    if (value < least) {
      throw invalid(name, Long.toString(value), "at least " + least);
    }
    return value;
  }

  /** Whether these are digits of a number that a long can hold, as they nearly always are. */
  private static boolean isShortNumber(byte[] digits) {
    for (byte digit : digits) {
      if (digit < '0' || digit > '9') {
        return false;
      }
    }
    return digits.length > 0 && digits.length <= MAX_SHORT_DIGITS;
  }

  private static long shortNumber(byte[] digits) {
    long value = 0;
    for (byte digit : digits) {
      value = 10 * value + (digit - '0');
    }
    return value;
  }

  private static DecodeFailure invalid(String name, String found, String expected) {
    return new DecodeFailure(Reason.INVALID_FIELD, name, "\"" + found + "\"; expected " + expected);
  }
}
