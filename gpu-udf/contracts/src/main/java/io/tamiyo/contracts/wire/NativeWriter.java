package io.tamiyo.contracts.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.TelemetryBatch;
import io.tamiyo.contracts.wire.compression.ZstdCompressor;
import io.tamiyo.contracts.wire.json.Dialect;
import io.tamiyo.contracts.wire.json.Mappers;
import io.tamiyo.contracts.wire.json.TreeWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes entries of the native wire: reports as CBOR columns, everything else as JSON. Equal input
 * gives equal bytes. Metric values of reports are rounded to float32. Safe for use by several
 * threads; it holds native memory until it is closed.
 */
public final class NativeWriter implements AutoCloseable {

  private static final int LEVEL = 1;

  /** The type of an entry with several messages. */
  private static final String SEVERAL = "TelemetryBatch";

  private final WireLimits limits;
  private final ClaimChecks claimChecks;
  private final ObjectMapper json;
  private final ObjectMapper cbor;
  private final TreeWriter messages;
  private final ZstdCompressor compressor = new ZstdCompressor(LEVEL);

  /**
   * A writer.
   *
   * @param store for payloads that are too large for an entry
   */
  public NativeWriter(WireLimits limits, ClaimCheckStore store) {
    this.limits = limits;
    this.claimChecks = new ClaimChecks(store, limits);
    this.json = Mappers.json(limits);
    this.cbor = Mappers.cbor(limits);
    this.messages = new TreeWriter(json, Dialect.PLAIN);
  }

  /**
   * Messages as a payload, which can be kept for as long as need be before it gets a place.
   *
   * @param content at least one message
   * @throws IllegalArgumentException when there is none, or one can't be written
   */
  public EncodedMessages encode(List<? extends Message> content) {
    if (content.isEmpty()) {
      throw new IllegalArgumentException("an entry was given no messages");
    }
    boolean hasColumns = content.stream().anyMatch(NativeWriter::hasColumns);
    byte[] plain = bytes(hasColumns ? cbor : json, root(content));
    boolean compress = plain.length > limits.compressAbove();
    byte[] payload = compress ? compressor.compress(plain) : plain;
    String type = content.size() == 1 ? MessageTypes.nameOf(content.get(0)) : SEVERAL;
    return new EncodedMessages(
        type, content.size(), encoding(hasColumns, compress), plain.length, payload);
  }

  /**
   * The fields of one entry.
   *
   * @param place what stands outside the payload; its count is that of {@code content}
   * @param content at least one message
   * @throws UncheckedIOException when the payload needs a claim check and none can be made
   */
  public Map<String, byte[]> write(EntryHeader place, List<? extends Message> content) {
    return write(place, encode(content));
  }

  /**
   * The fields of one entry.
   *
   * @param place what stands outside the payload; its count is that of {@code content}
   * @throws UncheckedIOException when the payload needs a claim check and none can be made
   */
  public Map<String, byte[]> write(EntryHeader place, EncodedMessages content) {
    if (content.count() != place.count()) {
      throw new IllegalArgumentException(
          "an entry of " + place.count() + " messages was given " + content.count());
    }
    Map<String, byte[]> fields = new LinkedHashMap<>();
    put(fields, EntryFields.TYPE, place.type());
    putPayload(fields, content.encoding(), content.payload());
    put(fields, EntryFields.SIZE, Integer.toString(content.plainBytes()));
    putPlace(fields, place);
    return fields;
  }

  @Override
  public void close() {
    compressor.close();
  }

  private JsonNode root(List<? extends Message> content) {
    if (content.size() == 1) {
      return messages.write(content.get(0));
    }
    ArrayNode array = json.createArrayNode();
    content.forEach(message -> array.add(messages.write(message)));
    return array;
  }

  private void putPayload(Map<String, byte[]> fields, Encoding encoding, byte[] payload) {
    if (payload.length <= limits.maxInlineBytes()) {
      put(fields, EntryFields.ENCODING, encoding.wireName());
      fields.put(EntryFields.DATA, payload);
      return;
    }
    String id = claimChecks.keep(payload);
    put(fields, EntryFields.ENCODING, Encoding.CLAIM_CHECK.wireName());
    put(fields, EntryFields.CLAIMED_ENCODING, encoding.wireName());
    put(fields, EntryFields.DATA, id);
  }

  private static void putPlace(Map<String, byte[]> fields, EntryHeader place) {
    if (place.layer() != null) {
      put(fields, EntryFields.LAYER, place.layer());
    }
    if (place.producer() != null) {
      put(fields, EntryFields.PRODUCER, place.producer());
      put(fields, EntryFields.PRODUCER_EPOCH, Long.toString(place.producerEpoch()));
      put(fields, EntryFields.SEQUENCE, Long.toString(place.sequence()));
    }
    put(fields, EntryFields.COUNT, Integer.toString(place.count()));
    if (place.traceparent() != null) {
      put(fields, EntryFields.TRACEPARENT, place.traceparent());
    }
    if (place.replayOf() != null) {
      put(fields, EntryFields.REPLAY_OF, place.replayOf());
    }
  }

  private static void put(Map<String, byte[]> fields, String name, String value) {
    fields.put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(ObjectMapper mapper, JsonNode root) {
    try {
      return mapper.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("message cannot be written: " + e.getMessage(), e);
    }
  }

  private static boolean hasColumns(Message message) {
    return message instanceof LayerHealthReport || message instanceof TelemetryBatch;
  }

  private static Encoding encoding(boolean isCbor, boolean isCompressed) {
    if (isCbor) {
      return isCompressed ? Encoding.CBOR_ZSTD : Encoding.CBOR;
    }
    return isCompressed ? Encoding.JSON_ZSTD : Encoding.JSON;
  }
}
