package io.tamiyo.contracts.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.json.Dialect;
import io.tamiyo.contracts.wire.json.Failures;
import io.tamiyo.contracts.wire.json.HeaderRules;
import io.tamiyo.contracts.wire.json.Mappers;
import io.tamiyo.contracts.wire.json.Paths;
import io.tamiyo.contracts.wire.json.TreeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads entries of the native wire. */
final class NativeReader {

  private static final String BATCH = "TelemetryBatch";

  private final WireLimits limits;
  private final NativePayload payload;
  private final TreeReader messages;

  NativeReader(WireLimits limits, MessageTypes types, ClaimCheckStore store) {
    this.limits = limits;
    this.payload = new NativePayload(limits, store);
    this.messages = new TreeReader(Mappers.json(limits), types, Dialect.PLAIN, limits);
  }

  /** The messages of an entry; what is wrong with one of them is its own affair. */
  List<Decoded> read(Map<String, byte[]> fields) throws DecodeFailure {
    EntryHeader header = EntryHeaders.read(fields);
    JsonNode root = payload.read(fields);
    List<JsonNode> nodes = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    collect(root, "", nodes, paths);
    boolean saysHowMany = fields.containsKey(EntryFields.COUNT);
    if (nodes.isEmpty() || (saysHowMany && nodes.size() != header.count())) {
      throw new DecodeFailure(
          Reason.INVALID_FIELD,
          EntryFields.COUNT,
          "is " + header.count() + ", but the entry holds " + nodes.size());
    }
    if (nodes.size() > limits.maxMessages()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, "", nodes.size() + " messages; at most " + limits.maxMessages());
    }
    List<Decoded> decoded = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      decoded.add(message(header, nodes.get(i), i, paths.get(i)));
    }
    return decoded;
  }

  private Decoded message(EntryHeader header, JsonNode node, int ordinal, String path) {
    try {
      if (node instanceof ObjectNode object && !object.has(HeaderRules.TYPE)) {
        object.put(HeaderRules.TYPE, header.type());
      }
      Message message = messages.read(node, path);
      requireSameLayer(header, message, path);
      return new Decoded.Good(message);
    } catch (DecodeFailure failure) {
      return new Decoded.Bad(ordinal, 1, failure);
    }
  }

  /** An entry is processed as its layer's; a message about another one must not slip in. */
  private static void requireSameLayer(EntryHeader header, Message message, String path)
      throws DecodeFailure {
    String layer = header.layer();
    String own = message.layerId();
    if (layer != null && own != null && !layer.equals(own)) {
      throw Failures.invalid(
          Paths.field(path, "layer_id"), "is " + own + " in an entry of layer " + layer);
    }
  }

  private static void collect(
      JsonNode node, String path, List<JsonNode> nodes, List<String> paths) {
    if (node instanceof ArrayNode array && path.isEmpty()) {
      for (int i = 0; i < array.size(); i++) {
        nodes.add(array.get(i));
        paths.add(Paths.index("", i));
      }
      return;
    }
    if (BATCH.equals(node.path(HeaderRules.TYPE).asText())
        && node.get("messages") instanceof ArrayNode nested) {
      for (int i = 0; i < nested.size(); i++) {
        nodes.add(nested.get(i));
        paths.add(Paths.index("messages", i));
      }
      return;
    }
    nodes.add(node);
    paths.add(path);
  }
}
