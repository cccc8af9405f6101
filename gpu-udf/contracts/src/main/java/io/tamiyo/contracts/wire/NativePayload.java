package io.tamiyo.contracts.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.columnar.CborTree;
import io.tamiyo.contracts.wire.compression.Decompression;
import io.tamiyo.contracts.wire.json.Failures;
import io.tamiyo.contracts.wire.json.Mappers;
import java.io.IOException;
import java.util.Map;

/** Fetches, decompresses and parses the payload of a native entry, within limits. */
final class NativePayload {

  private final WireLimits limits;
  private final ClaimChecks claimChecks;
  private final ObjectMapper json;
  private final CborTree cbor;

  NativePayload(WireLimits limits, ClaimCheckStore store) {
    this.limits = limits;
    this.claimChecks = new ClaimChecks(store, limits);
    this.json = Mappers.json(limits);
    this.cbor = new CborTree(Mappers.cbor(limits));
  }

  /**
   * The tree that an entry holds.
   *
   * @throws DecodeFailure when it is not to be had, too large, or neither JSON nor CBOR
   */
  JsonNode read(Map<String, byte[]> fields) throws DecodeFailure {
    Encoding encoding = encoding(fields, EntryFields.ENCODING);
    byte[] data = Data.of(fields, limits);
    if (encoding != Encoding.CLAIM_CHECK) {
      return parse(encoding, data);
    }
    Encoding claimed = encoding(fields, EntryFields.CLAIMED_ENCODING);
    if (claimed == Encoding.CLAIM_CHECK) {
      throw new DecodeFailure(
          Reason.INVALID_FIELD, EntryFields.CLAIMED_ENCODING, "a claim check of a claim check");
    }
    return parse(claimed, claimChecks.redeem(data));
  }

  private JsonNode parse(Encoding encoding, byte[] data) throws DecodeFailure {
    byte[] plain =
        encoding.isCompressed() ? Decompression.zstd(data, limits.maxPayloadBytes()) : data;
    if (plain.length > limits.maxPayloadBytes()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, "", plain.length + " bytes; at most " + limits.maxPayloadBytes());
    }
    if (encoding.isCbor()) {
      return cbor.read(plain);
    }
    try {
      return json.readTree(plain);
    } catch (IOException e) {
      throw Failures.ofParsing(e);
    }
  }

  private static Encoding encoding(Map<String, byte[]> fields, String field) throws DecodeFailure {
    String name = EntryHeaders.text(fields, field);
    if (name == null) {
      throw new DecodeFailure(Reason.MISSING_FIELD, field, "missing");
    }
    return Encoding.named(name)
        .orElseThrow(
            () ->
                new DecodeFailure(
                    Reason.INVALID_FIELD, field, "\"" + name + "\"; expected one of json, cbor …"));
  }
}
