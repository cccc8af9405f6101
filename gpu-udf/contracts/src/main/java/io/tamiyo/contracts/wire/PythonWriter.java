package io.tamiyo.contracts.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.TelemetryBatch;
import io.tamiyo.contracts.wire.compression.Compression;
import io.tamiyo.contracts.wire.json.Mappers;
import io.tamiyo.contracts.wire.json.TreeWriter;
import io.tamiyo.contracts.wire.python.ClaimedBatch;
import io.tamiyo.contracts.wire.python.PythonDialect;
import io.tamiyo.contracts.wire.python.PythonText;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Writes entries of the python-1.0 wire, as Python layers and clients read them: what only the
 * native wire knows is left out, because they drop a message with a field that they don't know.
 * Safe for use by several threads.
 */
public final class PythonWriter {

  private static final int COMPRESS_ABOVE = 1024;

  private final WireLimits limits;
  private final ClaimChecks claimChecks;
  private final TreeWriter messages;
  private final PythonText text;

  /** A writer without claim checks. */
  public PythonWriter() {
    this(WireLimits.DEFAULTS, ClaimCheckStore.none());
  }

  /**
   * A writer.
   *
   * @param store for batches whose JSON is longer than the limits' claim check threshold
   */
  public PythonWriter(WireLimits limits, ClaimCheckStore store) {
    this.limits = limits;
    this.claimChecks = new ClaimChecks(store, limits);
    ObjectMapper mapper = Mappers.jsonWithBareNan(limits);
    this.messages = new TreeWriter(mapper, new PythonDialect(limits));
    this.text = new PythonText(mapper);
  }

  /**
   * The fields {@code data} and {@code type} of one entry.
   *
   * @throws IllegalArgumentException when the wire has no such kind of message
   * @throws UncheckedIOException when a batch needs a claim check and none can be made
   */
  public Map<String, byte[]> write(Message message) {
    ObjectNode tree = messages.write(message);
    byte[] json = text.of(tree);
    if (message instanceof TelemetryBatch batch && json.length > limits.claimCheckThreshold()) {
      json = text.of(claimed(tree, json, batch));
    }
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put(EntryFields.DATA, json.length > COMPRESS_ABOVE ? Compression.zlib(json) : json);
    fields.put(EntryFields.TYPE, MessageTypes.nameOf(message).getBytes(StandardCharsets.UTF_8));
    return fields;
  }

  /** Keeps the batch and returns its envelope. */
  private ObjectNode claimed(ObjectNode tree, byte[] json, TelemetryBatch batch) {
    String id = UUID.nameUUIDFromBytes(json).toString();
    claimChecks.keep(id, Compression.labelled(batch.compression(), json));
    tree.putArray("messages");
    tree.put("batch_size", batch.messages().size());
    tree.withObject("/metadata").put(ClaimedBatch.ID, id).put(ClaimedBatch.SIZE, json.length);
    return tree;
  }
}
