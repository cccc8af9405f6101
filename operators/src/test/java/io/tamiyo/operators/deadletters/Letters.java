package io.tamiyo.operators.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.DeadLetters;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StreamEntryID;

/** Entries in inbound streams and the letters that the job writes of them, with chosen ids. */
public final class Letters implements AutoCloseable {

  public static final StreamNames NAMES = StreamNames.unnamed();
  public static final String LAYER = "encoder.0";

  private final Jedis jedis;
  private final RedisConnection connection;
  private final DeadLetters writer = new DeadLetters(NAMES, "tamiyo/ingest", new TestingCodec());

  public Letters(RedisServer redis) throws IOException {
    this.jedis = redis.client();
    this.connection = redis.connections().open();
  }

  /** Appends fields to the inbound stream of a layer, as its host does. */
  public InboundEntry sent(String layer, Map<String, byte[]> fields) {
    return sentTo(NAMES.inbound(layer), layer, fields);
  }

  public InboundEntry sentTo(String stream, String layer, Map<String, byte[]> fields) {
    StreamId id = StreamId.parse(append(stream, "*", fields));
    return new InboundEntry(layer, stream, id.ms(), id.seq(), fields);
  }

  /** Registers a layer, as its host does. */
  public void register(String layer) {
    jedis.hset(NAMES.layers(), layer, NAMES.inbound(layer));
  }

  /** Writes the letter of an entry that could not be read. */
  public String letter(InboundEntry entry, Reason reason, String id) throws IOException {
    return letter(entry, new Decoded.Bad(-1, 1, new DecodeFailure(reason, "", "broken")), id);
  }

  /** Writes the letter of an entry. */
  public String letter(InboundEntry entry, Decoded.Bad bad, String id) throws IOException {
    Outbound outbound = writer.of(entry, bad);
    return append(outbound.stream(), id, outbound.fields());
  }

  public String append(String stream, String id, Map<String, byte[]> fields) {
    List<Object> call = new ArrayList<>(List.of(stream, id));
    fields.forEach(
        (name, value) -> {
          call.add(name);
          call.add(value);
        });
    return Replies.text(connection.call(Command.XADD, call.toArray()));
  }

  /** Entries of a stream, in their order. */
  public List<InboundEntry> entries(String stream) {
    return jedis.xrange(stream.getBytes(UTF_8), "-".getBytes(UTF_8), "+".getBytes(UTF_8)).stream()
        .map(element -> entry(stream, (List<?>) element))
        .toList();
  }

  public List<String> ids() {
    return jedis.xrange(NAMES.deadLetters(), (StreamEntryID) null, null).stream()
        .map(entry -> entry.getID().toString())
        .toList();
  }

  public Jedis jedis() {
    return jedis;
  }

  private static InboundEntry entry(String stream, List<?> parts) {
    StreamId id = StreamId.parse((byte[]) parts.get(0));
    Map<String, byte[]> fields = new HashMap<>();
    List<?> flat = (List<?>) parts.get(1);
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(new String((byte[]) flat.get(i), UTF_8), (byte[]) flat.get(i + 1));
    }
    return new InboundEntry(NAMES.lastOfInbound(stream), stream, id.ms(), id.seq(), fields);
  }

  public static String text(InboundEntry entry, String field) {
    byte[] value = entry.fields().get(field);
    return value == null ? "" : new String(value, UTF_8);
  }

  @Override
  public void close() {
    jedis.close();
    connection.close();
  }
}
