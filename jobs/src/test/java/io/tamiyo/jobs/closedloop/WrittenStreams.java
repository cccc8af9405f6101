package io.tamiyo.jobs.closedloop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.streams.Installed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import redis.clients.jedis.Protocol.Command;

/**
 * All that a job has written to Redis, byte by byte, but for what is a run's own:
 *
 * <ul>
 *   <li>the ids of entries, which Redis gives;
 *   <li>the markers of its epoch, which name Flink's id of the job and when it came to lead;
 *   <li>the order in which different writers append to one stream: those of different layers run
 *       beside each other, and each operator of a layer that publishes has a connection of its own.
 *       What one of them wrote of a layer is compared in its order.
 * </ul>
 */
final class WrittenStreams {

  private static final StreamNames NAMES = ClosedLoop.NAMES;
  private final Installed installed;
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.discovered(), ClaimCheckStore.none());

  WrittenStreams(Installed installed) {
    this.installed = installed;
  }

  /** By stream, layer and writer, what was written. */
  SortedMap<String, List<String>> read() {
    SortedMap<String, List<String>> written = new TreeMap<>();
    for (Object key :
        Replies.list(installed.redis().call(Command.KEYS, NAMES.instanceId() + ".*"))) {
      String stream = Replies.text(key);
      if (isWritten(stream)) {
        for (Installed.Entry entry : installed.range(stream, "-", "+", JournalEntries.ALL)) {
          add(stream, entry.fields(), written);
        }
      }
    }
    return written;
  }

  private boolean isWritten(String key) {
    return Replies.text(installed.redis().call(Command.TYPE, key)).equals("stream")
        && !NAMES.isInbound(key)
        && !key.equals(NAMES.config());
  }

  private void add(
      String stream, Map<String, byte[]> fields, SortedMap<String, List<String>> written) {
    List<Decoded> decoded = reader.read(fields);
    if (decoded.size() != 1 || !(decoded.get(0) instanceof Decoded.Good good)) {
      throw new AssertionError("the job has written what can't be read to " + stream);
    }
    Message message = good.message();
    if (!(message instanceof EpochStarted)) {
      written
          .computeIfAbsent(stream + " " + writer(message), any -> new ArrayList<>())
          .add(text(fields));
    }
  }

  /** Who wrote it, as far as several write to one stream; the audit hears of several, too. */
  private static String writer(Message message) {
    String writer = message.layerId() + " " + message.header().source();
    if (!(message instanceof AuditRecord record)) {
      return writer;
    }
    Object from = record.header().metadata().get("from");
    return writer + " " + record.kind() + (from == null ? "" : " " + from);
  }

  private static String text(Map<String, byte[]> fields) {
    Map<String, String> texts = new TreeMap<>();
    fields.forEach((name, value) -> texts.put(name, new String(value, ISO_8859_1)));
    return texts.toString();
  }
}
