package io.tamiyo.host.bench;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.seeds.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntryBinary;
import redis.clients.jedis.util.JedisByteHashMap;
import redis.clients.jedis.util.JedisByteMap;

/**
 * The other end of a {@link BenchHost}: sends its seeds round and round, DORMANT to GERMINATED to
 * CANCELLED and back, and reads what it says. Commands are written, and acknowledgements read,
 * outside of what is timed; each command is answered by two messages, which entries count.
 */
final class CommandLoad implements AutoCloseable {

  private static final int ANSWERS = 2;
  private static final int READ_AT_ONCE = 1000;
  private static final int PATIENCE_MS = 10_000;
  private static final int TIMEOUT_MS = 60_000;
  private static final byte[] COUNT = bytes(EntryFields.COUNT);
  private static final byte[] TYPE = bytes(EntryFields.TYPE);
  private static final byte[] HEARTBEAT = bytes("Heartbeat");

  private final BenchHost host;
  private final Jedis sending;
  private final Jedis reading;
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
  private final byte[] control;
  private final byte[] inbound;
  private final List<Map<byte[], byte[]>> prepared = new ArrayList<>();
  private final List<StreamEntryBinary> heard = new ArrayList<>();
  private StreamEntryID position = new StreamEntryID("0-0");
  private int sent;
  private int messages;
  private long numbers;

  CommandLoad(RedisEndpoint redis, BenchHost host) {
    this.host = host;
    this.sending = redis.connect();
    this.reading = redis.connect(PATIENCE_MS);
    this.control = bytes(host.names().control(BenchHost.LAYER));
    this.inbound = bytes(host.names().inbound(BenchHost.LAYER));
    awaitMessages(1);
  }

  /** Writes the next commands, and forgets everything before. */
  void prepare(int commands) {
    prepared.clear();
    heard.clear();
    sent = 0;
    messages = 0;
    sending.xtrim(control, XTrimParams.xTrimParams().maxLen(0));
    sending.xtrim(inbound, XTrimParams.xTrimParams().maxLen(0));
    List<Seed> seeds = new ArrayList<>(host.seeds().seeds());
    for (int place = 0; place < commands; place++) {
      int id = place % seeds.size();
      Seed next = seeds.get(id).entering(after(seeds.get(id).state()));
      prepared.add(entry(command(seeds.get(id), next.state())));
      seeds.set(id, next);
    }
  }

  private static SeedState after(SeedState state) {
    return switch (state) {
      case DORMANT -> SeedState.GERMINATED;
      case GERMINATED -> SeedState.CANCELLED;
      default -> SeedState.DORMANT;
    };
  }

  private LifecycleTransitionCommand command(Seed seed, SeedState target) {
    return new LifecycleTransitionCommand(
        Header.of("bench-" + ++numbers, 0, "bench"),
        BenchHost.LAYER,
        null,
        target,
        Map.of(),
        Priority.NORMAL,
        TIMEOUT_MS,
        true,
        "bench",
        new Fence(1, List.of(new SeedTarget(seed.id(), seed.revision()))),
        "0-1");
  }

  private Map<byte[], byte[]> entry(LifecycleTransitionCommand command) {
    EntryHeader place =
        new EntryHeader(
            MessageTypes.nameOf(command), BenchHost.LAYER, "bench", 1, numbers, 1, null, null);
    Map<byte[], byte[]> fields = new JedisByteHashMap();
    writer.write(place, List.of(command)).forEach((name, value) -> fields.put(bytes(name), value));
    return fields;
  }

  void sendAll() {
    try (Pipeline pipeline = sending.pipelined()) {
      prepared.forEach(fields -> pipeline.xadd(control, XAddParams.xAddParams(), fields));
    }
    sent = prepared.size();
  }

  void sendNext() {
    sending.xadd(control, XAddParams.xAddParams(), prepared.get(sent));
    sent++;
  }

  /** Until everything that was sent is answered. */
  void awaitSent() {
    awaitMessages(sent * ANSWERS);
  }

  private void awaitMessages(int count) {
    XReadParams params = XReadParams.xReadParams().count(READ_AT_ONCE).block(PATIENCE_MS);
    while (messages < count) {
      Map<byte[], StreamEntryID> from = new JedisByteMap<>();
      from.put(inbound, position);
      List<Map.Entry<byte[], List<StreamEntryBinary>>> read = reading.xreadBinary(params, from);
      if (read == null) {
        throw new IllegalStateException(
            "the host has sent %d of %d messages, and nothing for %d ms"
                .formatted(messages, count, PATIENCE_MS));
      }
      for (StreamEntryBinary entry : read.get(0).getValue()) {
        heard.add(entry);
        messages += count(entry);
        position = entry.getID();
      }
    }
  }

  /** How many answers an entry holds; a heartbeat, which comes when it will, is none. */
  private static int count(StreamEntryBinary entry) {
    if (Arrays.equals(HEARTBEAT, entry.getFields().get(TYPE))) {
      return 0;
    }
    byte[] count = entry.getFields().get(COUNT);
    return count == null ? 1 : Integer.parseInt(new String(count, StandardCharsets.UTF_8));
  }

  /**
   * Fails unless every command that was sent was applied, once.
   *
   * @throws IllegalStateException naming what was answered otherwise
   */
  void check() {
    Set<String> applied = new HashSet<>();
    for (StreamEntryBinary entry : heard) {
      for (Decoded decoded : reader.read(fields(entry))) {
        if (decoded instanceof Decoded.Good good
            && good.message() instanceof CommandResult result) {
          if (result.outcome() != Outcome.APPLIED || !applied.add(result.commandId())) {
            throw new IllegalStateException("not applied, or twice: " + result);
          }
        }
      }
    }
    if (applied.size() != sent) {
      throw new IllegalStateException(applied.size() + " of " + sent + " were acknowledged");
    }
  }

  private static Map<String, byte[]> fields(StreamEntryBinary entry) {
    Map<String, byte[]> fields = new HashMap<>();
    entry
        .getFields()
        .forEach((name, value) -> fields.put(new String(name, StandardCharsets.UTF_8), value));
    return fields;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    writer.close();
    sending.close();
    reading.close();
  }
}
