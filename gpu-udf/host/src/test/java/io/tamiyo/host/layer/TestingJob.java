package io.tamiyo.host.layer;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntryBinary;
import redis.clients.jedis.util.JedisByteHashMap;
import redis.clients.jedis.util.JedisByteMap;

/** The other end of a host's streams. */
public final class TestingJob implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Supplier<Jedis> redis;
  private final StreamNames names;
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  public TestingJob(Supplier<Jedis> redis, StreamNames names) {
    this.redis = redis;
    this.names = names;
  }

  /** Appends messages to a log, as one entry. */
  public String append(String stream, String layerId, Message... messages) {
    String type = MessageTypes.nameOf(messages[0]);
    EntryHeader place = new EntryHeader(type, layerId, "job", 1, 1, messages.length, null, null);
    Map<byte[], byte[]> fields = new JedisByteHashMap();
    writer.write(place, List.of(messages)).forEach((name, value) -> fields.put(bytes(name), value));
    return append(stream, fields);
  }

  /** Appends raw fields. */
  public String append(String stream, Map<byte[], byte[]> fields) {
    try (Jedis jedis = redis.get()) {
      byte[] id = jedis.xadd(bytes(stream), XAddParams.xAddParams(), fields);
      return new String(id, StandardCharsets.UTF_8);
    }
  }

  /** Appends a command to the control log of its layer. */
  public String command(String layerId, Command command) {
    return append(names.control(layerId), layerId, command);
  }

  /** Everything in a stream. */
  public List<Message> messages(String stream) {
    List<Message> messages = new ArrayList<>();
    for (StreamEntryBinary entry : entries(stream)) {
      Map<String, byte[]> fields = new HashMap<>();
      entry
          .getFields()
          .forEach((name, value) -> fields.put(new String(name, StandardCharsets.UTF_8), value));
      for (Decoded decoded : reader.read(fields)) {
        messages.add(((Decoded.Good) decoded).message());
      }
    }
    return messages;
  }

  private List<StreamEntryBinary> entries(String stream) {
    JedisByteMap<StreamEntryID> from = new JedisByteMap<>();
    from.put(bytes(stream), new StreamEntryID("0-0"));
    try (Jedis jedis = redis.get()) {
      var read = jedis.xreadBinary(XReadParams.xReadParams(), from);
      return read == null ? List.of() : read.get(0).getValue();
    }
  }

  /** The acknowledgements of a layer. */
  public List<CommandResult> acknowledgements(String layerId) {
    return messages(names.inbound(layerId)).stream()
        .filter(CommandResult.class::isInstance)
        .map(CommandResult.class::cast)
        .toList();
  }

  /** Waits until a layer has given so many acknowledgements, and returns them. */
  public List<CommandResult> awaitAcknowledgements(String layerId, int count) {
    Await.until(count + " acknowledgements", SOON, () -> acknowledgements(layerId).size() >= count);
    return acknowledgements(layerId);
  }

  /** Waits for the outcomes of so many commands. */
  public List<Outcome> awaitOutcomes(String layerId, int count) {
    return awaitAcknowledgements(layerId, count).stream().map(CommandResult::outcome).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    writer.close();
  }
}
