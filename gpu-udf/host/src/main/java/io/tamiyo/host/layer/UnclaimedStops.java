package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EncodedMessages;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.host.control.LogEntry;
import io.tamiyo.host.redis.RedisEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.util.JedisByteHashMap;

/**
 * Emergency stops that no host acknowledges, since no layer of the installation has the name that
 * they give: the first host that reads one makes it a dead letter, for whoever has sent it to find.
 * A layer that is known stays out of this, with its host away too: that stops when it is back, and
 * until then the job tells that the host is gone.
 */
final class UnclaimedStops {

  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final RedisEndpoint redis;
  private final StreamNames names;
  private final LayerContext context;
  private final NativeWriter writer;
  private final Set<String> own;

  /**
   * @param writer is closed by its owner
   * @param own the layers of this host
   */
  UnclaimedStops(
      RedisEndpoint redis,
      StreamNames names,
      LayerContext context,
      NativeWriter writer,
      Set<String> own) {
    this.writer = writer;
    this.redis = redis;
    this.names = names;
    this.context = context;
    this.own = Set.copyOf(own);
  }

  /**
   * Looks through entries of the stream of emergency stops, after the layers of the host have
   * settled them.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer; they are to
   *     be given again
   */
  void look(String stream, List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      List<Decoded> read = context.wire().read(entry.fields());
      for (int ordinal = 0; ordinal < read.size(); ordinal++) {
        if (read.get(ordinal) instanceof Decoded.Good good
            && good.message() instanceof EmergencyStopCommand stop) {
          look(stream, entry.entryId(), ordinal, stop);
        }
      }
    }
  }

  private void look(String stream, String entryId, int ordinal, EmergencyStopCommand stop) {
    String layerId = stop.layerId();
    if (layerId == null || own.contains(layerId)) {
      return;
    }
    String claim = names.unclaimedStop(entryId + "-" + ordinal);
    try (Jedis jedis = redis.connect()) {
      jedis.watch(claim);
      if (!jedis.hexists(names.layers(), layerId) && !jedis.exists(claim)) {
        tell(jedis, claim, letter(stream, entryId, ordinal, stop, layerId));
      }
    }
  }

  private DeadLetter letter(
      String stream, String entryId, int ordinal, EmergencyStopCommand stop, String layerId) {
    Header header =
        Header.of("unclaimed-" + entryId + "-" + ordinal, context.seconds(), context.hostId())
            .answering(stop.commandId());
    String detail =
        "emergency stop %s names layer %s, which no host has; `./tamiyo layers` shows those there are"
            .formatted(stop.commandId(), layerId);
    return new DeadLetter(
        header, layerId, stream, entryId, ordinal, 1, "unknown_layer", detail, Map.of());
  }

  /**
   * The claim and the letter are there together, or neither is: a host that is killed has told, or
   * leaves it to the next. Does nothing where another host has been faster.
   */
  private void tell(Jedis jedis, String claim, DeadLetter letter) {
    EncodedMessages content = writer.encode(List.of(letter));
    EntryHeader place = new EntryHeader(content.type(), null, null, 0, 0, 1, null, null);
    Map<byte[], byte[]> fields = new JedisByteHashMap();
    writer.write(place, content).forEach((name, value) -> fields.put(bytes(name), value));
    try (Transaction both = jedis.multi()) {
      both.xadd(bytes(names.deadLetters()), XAddParams.xAddParams(), fields);
      both.setex(claim, REMEMBERED.toSeconds(), context.hostId());
      both.exec();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
