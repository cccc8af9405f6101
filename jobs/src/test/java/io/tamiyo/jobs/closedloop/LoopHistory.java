package io.tamiyo.jobs.closedloop;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.Replies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import redis.clients.jedis.Protocol.Command;

/** Reads back what host and job have said to each other, as it stands in Redis. */
final class LoopHistory implements AutoCloseable {

  private static final String AT_ONCE = "1000";
  private static final String TICK = "Tick";

  private final RedisConnection redis;
  private final StreamNames names;
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.discovered(), ClaimCheckStore.none());
  private final SortedMap<String, LayerHistory> layers = new TreeMap<>();
  private final Map<String, String> read = new HashMap<>();
  private final Map<String, DeadLetter> deadLetters = new TreeMap<>();

  LoopHistory(String redisUrl, StreamNames names, List<String> layerIds)
      throws RedisAccessException {
    this.redis = new RedisConnections(RedisConnectionOptions.of(redisUrl)).open();
    this.names = names;
    layerIds.forEach(layer -> layers.put(layer, new LayerHistory()));
  }

  /** Reads what has come since. */
  LoopHistory refresh() {
    layers.forEach(
        (layer, history) -> {
          // The control log last: an answer is never seen before the command that it answers.
          follow(names.ledger(), (id, fields) -> ledger(fields));
          follow(names.inbound(layer), (id, fields) -> inbound(history, id, fields));
          follow(names.control(layer), (id, fields) -> control(history, id, fields));
        });
    follow(names.deadLetters(), (id, fields) -> deadLetter(fields));
    return this;
  }

  /** What is known of a layer. */
  LayerHistory layer(String layerId) {
    LayerHistory history = layers.get(layerId);
    if (history == null) {
      throw new IllegalArgumentException("no such layer: " + layerId);
    }
    return history;
  }

  /** Every layer, by its id. */
  SortedMap<String, LayerHistory> layers() {
    return layers;
  }

  /** Dead letters of the job, each once. */
  List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters.values());
  }

  /** A count over all layers. */
  long sum(ToLongFunction<LayerHistory> count) {
    return layers.values().stream().mapToLong(count).sum();
  }

  @FunctionalInterface
  private interface Entries {
    void accept(String entryId, Map<String, byte[]> fields);
  }

  private void follow(String stream, Entries entries) {
    List<?> page;
    do {
      String from = "(" + read.getOrDefault(stream, "0-0");
      page = Replies.list(redis.call(Command.XRANGE, stream, from, "+", "COUNT", AT_ONCE));
      for (Object element : page) {
        List<?> entry = Replies.list(element);
        String id = Replies.text(entry.get(0));
        Map<String, byte[]> fields = new HashMap<>();
        Replies.map(entry.get(1)).forEach((name, value) -> fields.put(name, Replies.bytes(value)));
        entries.accept(id, fields);
        read.put(stream, id);
      }
    } while (!page.isEmpty());
  }

  private void inbound(LayerHistory history, String id, Map<String, byte[]> fields) {
    history.entry(id);
    try {
      EntryHeader header = EntryHeaders.read(fields);
      if (!header.type().equals(TICK)) {
        history.sent(header.count());
      }
    } catch (DecodeFailure unreadable) {
      history.sent(1);
    }
    messages(fields).forEach(history::inbound);
  }

  private void control(LayerHistory history, String id, Map<String, byte[]> fields) {
    history.entry(id);
    messages(fields).forEach(message -> history.control(id, message));
  }

  private void ledger(Map<String, byte[]> fields) {
    for (Message message : messages(fields)) {
      if (message instanceof LedgerReport report && layers.containsKey(report.layerId())) {
        layer(report.layerId()).ledger(report);
      }
    }
  }

  private void deadLetter(Map<String, byte[]> fields) {
    for (Message message : messages(fields)) {
      if (message instanceof DeadLetter letter) {
        deadLetters.put(letter.header().messageId(), letter);
      }
    }
  }

  /** What can't be read is the affair of the job's dead letters. */
  private List<Message> messages(Map<String, byte[]> fields) {
    List<Message> messages = new ArrayList<>();
    for (Decoded decoded : reader.read(fields)) {
      if (decoded instanceof Decoded.Good good) {
        messages.add(good.message());
      }
    }
    return messages;
  }

  @Override
  public String toString() {
    return layers + ", " + deadLetters.size() + " dead letters";
  }

  @Override
  public void close() {
    redis.close();
  }
}
