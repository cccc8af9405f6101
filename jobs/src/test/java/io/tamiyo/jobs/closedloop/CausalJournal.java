package io.tamiyo.jobs.closedloop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;

/**
 * What the producers of some layers send, as a bad network gives it to Redis: a tenth of it twice,
 * and reordered within windows of 64 over all layers. A third of the messages depends on some that
 * were sent shortly before, in whatever layer.
 */
final class CausalJournal {

  static final List<String> LAYERS = List.of("a", "b", "c", "d");

  private static final int PRODUCERS = 3;
  private static final int DUPLICATES_IN = 10;
  private static final int DEPENDENT_IN = 3;
  private static final int RECENT = 40;

  /**
   * A message.
   *
   * @param on ids of messages that were sent before it
   */
  record Sent(String layer, int producer, long sequence, String id, List<String> on) {

    /** The order that it stands in. */
    String lane() {
      return layer + " " + NoisyJournal.producer(producer);
    }

    private String place() {
      return lane() + " " + sequence;
    }
  }

  private final Random random;
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final List<Sent> all = new ArrayList<>();
  private final Map<String, Sent> byPlace = new HashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, Long> entries = new HashMap<>();

  CausalJournal(Random random) {
    this.random = random;
  }

  /** Appends so many messages, and ends where nothing is missing. */
  void append(Jedis redis, int messages) {
    List<Sent> arrived = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      arrived.add(next());
      if (random.nextInt(DUPLICATES_IN) == 0) {
        arrived.add(arrived.get(random.nextInt(arrived.size())));
      }
    }
    for (int from = 0; from < arrived.size(); from += NoisyJournal.WINDOW) {
      int to = Math.min(from + NoisyJournal.WINDOW, arrived.size());
      Collections.shuffle(arrived.subList(from, to), random);
    }
    try (Pipeline pipeline = redis.pipelined()) {
      for (Sent sent : arrived) {
        entries.merge(sent.layer(), 1L, Long::sum);
        pipeline.sendCommand(Protocol.Command.XADD, arguments(sent));
      }
    }
  }

  /** All messages, in the order in which they were sent. */
  List<Sent> all() {
    return all;
  }

  /** Entries of a layer, those included that came twice. */
  long entries(String layer) {
    return entries.getOrDefault(layer, 0L);
  }

  /** Messages of a layer. */
  long messages(String layer) {
    return all.stream().filter(sent -> sent.layer().equals(layer)).count();
  }

  /** What the fields of an entry of a layer hold. */
  Sent of(String layer, Map<String, String> fields) {
    String place =
        String.join(" ", layer, fields.get(EntryFields.PRODUCER), fields.get(EntryFields.SEQUENCE));
    return Objects.requireNonNull(byPlace.get(place), place);
  }

  private Sent next() {
    String layer = LAYERS.get(random.nextInt(LAYERS.size()));
    int producer = random.nextInt(PRODUCERS);
    List<String> on = new ArrayList<>();
    if (!all.isEmpty() && random.nextInt(DEPENDENT_IN) == 0) {
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        int back = 1 + random.nextInt(Math.min(RECENT, all.size()));
        on.add(all.get(all.size() - back).id());
      }
    }
    long sequence = sequences.merge(layer + " " + producer, 1L, Long::sum);
    List<String> named = on.stream().distinct().toList();
    Sent sent = new Sent(layer, producer, sequence, "m" + all.size(), named);
    all.add(sent);
    byPlace.put(sent.place(), sent);
    return sent;
  }

  private byte[][] arguments(Sent sent) {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(ClosedLoop.NAMES.inbound(sent.layer()).getBytes(UTF_8));
    arguments.add("*".getBytes(UTF_8));
    fields(sent)
        .forEach(
            (name, value) -> {
              arguments.add(name.getBytes(UTF_8));
              arguments.add(value);
            });
    return arguments.toArray(new byte[0][]);
  }

  private Map<String, byte[]> fields(Sent sent) {
    Map<String, Object> metadata = sent.on().isEmpty() ? Map.of() : Map.of("depends_on", sent.on());
    Header header = new Header(sent.id(), 1, "guest", Header.VERSION, null, metadata);
    Heartbeat message =
        new Heartbeat(header, "guest", 1, Map.of(), "healthy", Map.of(), sent.layer());
    EntryHeader place =
        new EntryHeader(
            "Heartbeat",
            sent.layer(),
            NoisyJournal.producer(sent.producer()),
            1,
            sent.sequence(),
            1,
            null,
            null);
    return writer.write(place, List.of(message));
  }
}
