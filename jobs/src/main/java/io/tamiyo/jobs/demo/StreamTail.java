package io.tamiyo.jobs.demo;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.Replies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;

/** Follows every stream of an installation into a {@link Tally}, from the first entry on. */
final class StreamTail implements AutoCloseable {

  private static final String FIRST = "0-0";
  private static final long BLOCK_MS = 100;
  private static final long ENTRIES_PER_STREAM = 200;

  private final RedisConnection redis;
  private final StreamNames names;
  private final WireReader reader;
  private final Tally tally;
  private final Map<String, String> positions = new LinkedHashMap<>();

  StreamTail(RedisConnection redis, StreamNames names, WireReader reader, Tally tally) {
    this.redis = redis;
    this.names = names;
    this.reader = reader;
    this.tally = tally;
    List.of(names.alerts(), names.deadLetters(), names.ledger())
        .forEach(stream -> positions.put(stream, FIRST));
  }

  /** Looks for layers that have come since, and follows them too. */
  void discover() {
    Replies.map(redis.call(Command.HGETALL, names.layers()))
        .forEach(
            (layer, inbound) -> {
              positions.putIfAbsent(names.control(layer), FIRST);
              positions.putIfAbsent(Replies.text(inbound), FIRST);
            });
  }

  /**
   * Reads what is there, or waits for a moment.
   *
   * @return the number of entries that were read
   */
  int poll() {
    List<String> arguments =
        new ArrayList<>(
            List.of("COUNT", "" + ENTRIES_PER_STREAM, "BLOCK", "" + BLOCK_MS, "STREAMS"));
    arguments.addAll(positions.keySet());
    arguments.addAll(positions.values());
    int entries = 0;
    for (Object stream : Replies.list(redis.call(Command.XREAD, arguments.toArray()))) {
      String name = Replies.text(Replies.list(stream).get(0));
      for (Object entry : Replies.list(Replies.list(stream).get(1))) {
        accept(name, Replies.list(entry));
        entries++;
      }
    }
    return entries;
  }

  private void accept(String stream, List<?> entry) {
    String id = Replies.text(entry.get(0));
    Map<String, byte[]> fields = new HashMap<>();
    Replies.map(entry.get(1)).forEach((name, value) -> fields.put(name, Replies.bytes(value)));
    long millis = Long.parseLong(id.substring(0, id.indexOf('-')));
    for (Decoded decoded : reader.read(fields)) {
      // What can't be read here is a dead letter of the job, and counted there.
      if (decoded instanceof Decoded.Good good) {
        tally.accept(millis, good.message());
      }
    }
    positions.put(stream, id);
  }

  @Override
  public void close() {
    redis.close();
  }
}
