package io.tamiyo.contracts.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.compression.Decompression;
import io.tamiyo.contracts.wire.json.Failures;
import io.tamiyo.contracts.wire.json.HeaderRules;
import io.tamiyo.contracts.wire.json.Mappers;
import io.tamiyo.contracts.wire.json.Paths;
import io.tamiyo.contracts.wire.json.TreeReader;
import io.tamiyo.contracts.wire.python.ClaimedBatch;
import io.tamiyo.contracts.wire.python.PythonDialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads entries of the python-1.0 wire. */
final class PythonReader {

  private static final String RESULT = "CommandResult";
  private static final String BATCH = "TelemetryBatch";
  private static final String MESSAGES = "messages";
  private static final int ZLIB = 0x78;

  private final WireLimits limits;
  private final ClaimChecks claimChecks;
  private final ObjectMapper json;
  private final TreeReader messages;

  PythonReader(WireLimits limits, MessageTypes types, ClaimCheckStore store) {
    this.limits = limits;
    this.claimChecks = new ClaimChecks(store, limits);
    this.json = Mappers.jsonWithBareNan(limits);
    this.messages = new TreeReader(json, types, new PythonDialect(limits), limits);
  }

  /** The messages of an entry; what is wrong with one of them is its own affair. */
  List<Decoded> read(Map<String, byte[]> fields) throws DecodeFailure {
    byte[] data = Data.of(fields, limits);
    ObjectNode root =
        parse(isZlib(data) ? Decompression.zlib(data, limits.maxPayloadBytes()) : data);
    if (isResult(root, EntryHeaders.pythonType(fields))) {
      root.put(HeaderRules.TYPE, RESULT);
    }
    if (!isBatch(root)) {
      return List.of(message(root, 0, ""));
    }
    try {
      Optional<String> claim = ClaimedBatch.idIn(root);
      return all(claim.isPresent() ? redeem(root, claim.get()) : root);
    } catch (DecodeFailure failure) {
      return List.of(new Decoded.Bad(-1, batchSize(root), failure));
    }
  }

  private ObjectNode redeem(ObjectNode envelope, String claim) throws DecodeFailure {
    byte[] payload = claimChecks.redeem(claim);
    ObjectNode batch = parse(ClaimedBatch.json(envelope, payload, limits.maxPayloadBytes()));
    if (!isBatch(batch)) {
      throw Failures.invalid(HeaderRules.TYPE, "of a claimed batch is not " + BATCH);
    }
    return batch;
  }

  private List<Decoded> all(ObjectNode batch) throws DecodeFailure {
    JsonNode nested = batch.path(MESSAGES);
    if (!nested.isArray() || nested.isEmpty()) {
      throw Failures.invalid(MESSAGES, "holds no messages");
    }
    if (nested.size() > limits.maxMessages()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, MESSAGES, nested.size() + " messages; at most " + limits.maxMessages());
    }
    List<Decoded> decoded = new ArrayList<>(nested.size());
    for (int i = 0; i < nested.size(); i++) {
      decoded.add(message(nested.path(i), i, Paths.index(MESSAGES, i)));
    }
    return decoded;
  }

  private Decoded message(JsonNode node, int ordinal, String path) {
    try {
      return new Decoded.Good(messages.read(node, path));
    } catch (DecodeFailure failure) {
      return new Decoded.Bad(ordinal, 1, failure);
    }
  }

  private ObjectNode parse(byte[] plain) throws DecodeFailure {
    if (plain.length > limits.maxPayloadBytes()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, "", plain.length + " bytes; at most " + limits.maxPayloadBytes());
    }
    try {
      JsonNode root = json.readTree(plain);
      if (root instanceof ObjectNode object) {
        return object;
      }
      throw Failures.invalid("", "is no JSON object but " + root.getNodeType());
    } catch (IOException e) {
      throw Failures.ofParsing(e);
    }
  }

  private int batchSize(ObjectNode batch) {
    int claimed = Math.max(batch.path("batch_size").asInt(1), batch.path(MESSAGES).size());
    return Math.max(1, Math.min(claimed, limits.maxMessages()));
  }

  /** Whether these are several messages, or the envelope of a payload that holds them. */
  static boolean isBatch(JsonNode root) {
    return BATCH.equals(root.path(HeaderRules.TYPE).asText());
  }

  /** Acknowledgements say nowhere in their JSON what they are. */
  private static boolean isResult(ObjectNode root, String type) {
    return !root.has(HeaderRules.TYPE)
        && (type.equals(RESULT) || (root.has("success") && root.has("execution_time_ms")));
  }

  /** JSON never begins with the first byte of a zlib stream. */
  static boolean isZlib(byte[] data) {
    return data.length > 1 && data[0] == ZLIB;
  }
}
