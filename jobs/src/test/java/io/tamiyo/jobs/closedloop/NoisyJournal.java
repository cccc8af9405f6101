package io.tamiyo.jobs.closedloop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tamiyo.contracts.fixtures.Fixtures;
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
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;

/**
 * What many producers have sent to a few layers, as a bad network gave it to Redis: a tenth of it
 * twice, reordered within windows of 64, one in a hundred not to be read. The same seed gives the
 * same bytes.
 */
final class NoisyJournal {

  static final int WINDOW = 64;
  private static final int PRODUCERS = 5;
  private static final int DUPLICATES_IN = 10;
  private static final int MALFORMED_IN = 100;
  private static final int PER_MS = 20;
  private static final int AT_ONCE = 10_000;

  /** The layers' clock begins here, milliseconds; behind the server's, whose ticks come later. */
  private static final long START_MS = 1_700_000_000_000L;

  /** What of a message tells it from others. */
  record Sent(int producer, long sequence, boolean malformed) {}

  private final String layer;
  private final String stream;
  private final Random random;
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final Map<String, byte[]> good;
  private final long[] sequences = new long[PRODUCERS];
  private final List<Sent> distinct = new ArrayList<>();
  private final boolean isHistory;
  private long entries;
  private long malformed;
  private long duplicates;

  /**
   * @param isHistory whether the seed gives the ids of entries, too, which are of long ago; nothing
   *     can be appended once a job has read it, whose ticks are of today
   */
  NoisyJournal(String layer, long seed, boolean isHistory) {
    this.layer = layer;
    this.isHistory = isHistory;
    this.stream = ClosedLoop.NAMES.inbound(layer);
    this.random = new Random(seed);
    EntryHeader place = new EntryHeader("Heartbeat", layer, producer(0), 1, 1, 1, null, null);
    this.good = writer.write(place, List.of(Fixtures.heartbeat(layer, Fixtures.millis(1))));
  }

  static String producer(int number) {
    return "guest-" + number;
  }

  String layer() {
    return layer;
  }

  /** Appends so many messages of each producer, in order and once. */
  void appendQuietly(Jedis redis, int ofEach) {
    List<Sent> next = new ArrayList<>();
    for (int i = 0; i < ofEach * PRODUCERS; i++) {
      next.add(next(i % PRODUCERS, false));
    }
    append(redis, next);
  }

  /** Appends about so many messages, and ends where nothing is missing. */
  void appendNoisily(Jedis redis, int messages) {
    List<Sent> arrived = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      Sent sent = next(random.nextInt(PRODUCERS), random.nextInt(MALFORMED_IN) == 0);
      arrived.add(sent);
      if (random.nextInt(DUPLICATES_IN) == 0) {
        arrived.add(arrived.get(random.nextInt(arrived.size())));
        duplicates++;
      }
    }
    for (int from = 0; from < arrived.size(); from += WINDOW) {
      Collections.shuffle(arrived.subList(from, Math.min(from + WINDOW, arrived.size())), random);
    }
    append(redis, arrived);
  }

  /** The next message of each producer never arrives. */
  void lose() {
    for (int producer = 0; producer < PRODUCERS; producer++) {
      sequences[producer]++;
    }
  }

  private Sent next(int producer, boolean isMalformed) {
    Sent sent = new Sent(producer, ++sequences[producer], isMalformed);
    distinct.add(sent);
    malformed += isMalformed ? 1 : 0;
    return sent;
  }

  private void append(Jedis redis, List<Sent> arrived) {
    redis.hset(ClosedLoop.NAMES.layers(), layer, stream);
    for (int from = 0; from < arrived.size(); from += AT_ONCE) {
      try (Pipeline pipeline = redis.pipelined()) {
        for (Sent sent : arrived.subList(from, Math.min(from + AT_ONCE, arrived.size()))) {
          pipeline.sendCommand(Protocol.Command.XADD, arguments(sent));
        }
      }
    }
  }

  private byte[] nextId() {
    entries++;
    StreamEntryID id =
        isHistory
            ? new StreamEntryID(START_MS + entries / PER_MS, entries % PER_MS)
            : StreamEntryID.NEW_ENTRY;
    return id.toString().getBytes(UTF_8);
  }

  private byte[][] arguments(Sent sent) {
    List<byte[]> arguments = new ArrayList<>(List.of(stream.getBytes(UTF_8), nextId()));
    good.forEach(
        (name, value) -> {
          arguments.add(name.getBytes(UTF_8));
          arguments.add(valueOf(sent, name, value));
        });
    return arguments.toArray(new byte[0][]);
  }

  private static byte[] valueOf(Sent sent, String name, byte[] value) {
    return switch (name) {
      case EntryFields.PRODUCER -> producer(sent.producer()).getBytes(UTF_8);
      case EntryFields.SEQUENCE -> Long.toString(sent.sequence()).getBytes(UTF_8);
      case EntryFields.DATA -> sent.malformed() ? "{".getBytes(UTF_8) : value;
      default -> value;
    };
  }

  long entries() {
    return entries;
  }

  long malformed() {
    return malformed;
  }

  long duplicates() {
    return duplicates;
  }

  /** What each producer sent that can be read, in order. */
  Map<String, List<Long>> valid() {
    Map<String, List<Long>> valid = new HashMap<>();
    for (Sent sent : distinct) {
      if (!sent.malformed()) {
        valid
            .computeIfAbsent(producer(sent.producer()), any -> new ArrayList<>())
            .add(sent.sequence());
      }
    }
    return valid;
  }
}
