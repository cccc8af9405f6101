package io.tamiyo.contracts.wire.python;

import com.fasterxml.jackson.databind.JsonNode;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.compression.Decompression;
import io.tamiyo.contracts.wire.json.Failures;
import java.util.Optional;

/** A batch whose messages are in a claim check, named by the envelope's metadata. */
public final class ClaimedBatch {

  /** In the metadata, the id of the claim check. */
  public static final String ID = "claim_check_id";

  /** In the metadata, the length of the batch's JSON. */
  public static final String SIZE = "claim_check_size";

  private ClaimedBatch() {}

  /** The id that the envelope of a batch names, if it names one. */
  public static Optional<String> idIn(JsonNode envelope) {
    JsonNode id = envelope.path("metadata").path(ID);
    return id.isTextual() ? Optional.of(id.asText()) : Optional.empty();
  }

  /**
   * The batch's JSON, decompressed as the envelope's {@code compression} says.
   *
   * @param payload what the claim check holds
   * @throws DecodeFailure when it is damaged, too large, or labelled with something else
   */
  public static byte[] json(JsonNode envelope, byte[] payload, int maxBytes) throws DecodeFailure {
    JsonNode label = envelope.path("compression");
    if (label.isNull() || label.isMissingNode()) {
      return payload;
    }
    return switch (label.asText()) {
      case "zstd" -> Decompression.zstd(payload, maxBytes);
      case "gzip" -> Decompression.gzip(payload, maxBytes);
      default ->
          throw Failures.invalid("compression", "is \"" + label.asText() + "\", not zstd or gzip");
    };
  }
}
