package io.tamiyo.operators.deadletters;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.delivery.RetryPolicy;
import io.tamiyo.operators.redis.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A dead letter in its stream.
 *
 * @param id of the entry that holds it
 */
public record StoredLetter(StreamId id, DeadLetter letter) {

  /** The short name of why it could not be processed. */
  public String cause() {
    return letter.reason();
  }

  /** The layer, or a dash when it has none. */
  public String layer() {
    return Objects.requireNonNullElse(letter.layerId(), "-");
  }

  /** Whether trying it again can help. */
  public RetryPolicy policy() {
    return RetryPolicy.of(letter.reason());
  }

  /** Whether it holds its fields: those of a large entry are not copied. */
  public boolean isCopied() {
    return !letter.fields().isEmpty();
  }

  /**
   * When the job would try it again, in the time of its stream; empty when it would not. How often
   * it was tried stands among its fields, so that one without fields is never tried: it would be
   * for ever.
   */
  public Optional<Long> dueMs(RetryOptions options) {
    return isCopied()
        ? policy().waitBefore(attempts(), options).map(wait -> id.ms() + wait.toMillis())
        : Optional.empty();
  }

  /** About how many characters it takes. */
  public long size() {
    return letter.fields().values().stream().mapToLong(String::length).sum();
  }

  /** How often it was replayed so far, as far as its fields tell. */
  public int attempts() {
    String attempt = text(EntryFields.REPLAY_ATTEMPT);
    return attempt.matches("\\d{1,9}") ? Integer.parseInt(attempt) : 0;
  }

  /** The letter of its first failure: what a replay is traced back to. */
  public StreamId first() {
    String first = text(EntryFields.REPLAY_OF);
    return first.matches("\\d{1,19}-\\d{1,19}") ? StreamId.parse(first) : id;
  }

  /** The original fields, in their order; none when they were too large to be copied. */
  public Map<String, byte[]> fields() {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    letter.fields().forEach((name, value) -> fields.put(name, bytes(value)));
    return fields;
  }

  private String text(String field) {
    return new String(bytes(letter.fields().getOrDefault(field, "")), StandardCharsets.UTF_8);
  }

  /** What is no base64 was written by somebody else, and holds nothing that could be replayed. */
  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException noBase64) {
      return new byte[0];
    }
  }
}
