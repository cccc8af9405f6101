package io.tamiyo.host.bench;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntryBinary;
import redis.clients.jedis.util.JedisByteMap;

/** What a reader of the stream finds, by unique ids and numbers alone. */
final class OutageVerdict {

  private static final int PAGE = 200;

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Long> lastByLane = new HashMap<>();
  private long lastSequence;
  private long twice;
  private long outOfOrder;
  private long stated;

  /** Reads a stream of one producer, epoch and channel from its beginning to its end. */
  static OutageVerdict of(Jedis jedis, String stream) throws DecodeFailure {
    OutageVerdict verdict = new OutageVerdict();
    byte[] key = stream.getBytes(StandardCharsets.UTF_8);
    StreamEntryID from = new StreamEntryID("0-0");
    while (true) {
      Map<byte[], StreamEntryID> position = new JedisByteMap<>();
      position.put(key, from);
      List<Map.Entry<byte[], List<StreamEntryBinary>>> page =
          jedis.xreadBinary(XReadParams.xReadParams().count(PAGE), position);
      if (page == null || page.isEmpty()) {
        return verdict;
      }
      for (StreamEntryBinary entry : page.get(0).getValue()) {
        verdict.read(entry);
        from = entry.getID();
      }
    }
  }

  private void read(StreamEntryBinary entry) throws DecodeFailure {
    Map<String, byte[]> fields = new HashMap<>();
    entry
        .getFields()
        .forEach((name, value) -> fields.put(new String(name, StandardCharsets.UTF_8), value));
    long sequence = EntryHeaders.read(fields).sequence();
    outOfOrder += sequence == lastSequence + 1 ? 0 : 1;
    lastSequence = sequence;
    for (Decoded decoded : reader.read(fields)) {
      if (decoded instanceof Decoded.Good good) {
        count(good.message());
      }
    }
  }

  private void count(Message message) {
    if (message instanceof GapEvent gap) {
      Long lost = gap.lost();
      stated += lost == null ? 0 : lost;
      return;
    }
    String id = message.header().messageId();
    if (!seen.add(id)) {
      twice++;
      return;
    }
    int mark = id.indexOf('-') + 1;
    long number = Long.parseLong(id.substring(mark));
    Long before = lastByLane.put(id.substring(0, mark), number);
    outOfOrder += before == null || number > before ? 0 : 1;
  }

  /** Messages that arrived, each once. */
  long arrived() {
    return seen.size();
  }

  /** Messages that arrived more than once. */
  long twice() {
    return twice;
  }

  /** Entries out of their sequence, and messages out of the order of their lane. */
  long outOfOrder() {
    return outOfOrder;
  }

  /** Messages that gap events say are lost. */
  long stated() {
    return stated;
  }
}
