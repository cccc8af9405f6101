package io.tamiyo.jobs.evolution;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.streams.Installed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import redis.clients.jedis.Protocol.Command;

/** The streams of the installation that a golden savepoint is of. */
final class GoldenRedis implements AutoCloseable {

  static final StreamNames NAMES = new StreamNames("golden");
  static final List<String> LAYERS = List.of("encoder.0", "encoder.1", "decoder");

  private static final int ALL = 10_000;

  private final Installed installed;
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.discovered(), ClaimCheckStore.none());
  private long ticks;

  GoldenRedis(RedisServer server) throws RedisAccessException {
    installed = new Installed(server.connections().open(), NAMES);
    LAYERS.forEach(
        layer -> installed.redis().call(Command.HSET, NAMES.layers(), layer, NAMES.inbound(layer)));
  }

  /** The clock of the server. */
  long now() {
    return installed.now();
  }

  /** Appends entries with their ids. */
  void append(List<GoldenEntry> entries) {
    for (GoldenEntry entry : entries) {
      List<Object> call = new ArrayList<>(List.of(entry.stream(), entry.id()));
      entry
          .fields()
          .forEach(
              (name, value) -> {
                call.add(name);
                call.add(value);
              });
      installed.redis().call(Command.XADD, call.toArray());
    }
  }

  /** Appends a tick to each layer; none moves the time beyond this. */
  void tick(long millis) {
    ticks++;
    for (String layer : LAYERS) {
      append(List.of(tickAt(layer, millis + "-" + ticks)));
    }
  }

  static GoldenEntry tickAt(String layer, String id) {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      return new GoldenEntry(
          NAMES.inbound(layer),
          id,
          writer.write(Places.of("Tick", layer, 1), List.of(Fixtures.tick(layer, Duration.ZERO))));
    }
  }

  /** All that stands in a stream. */
  List<GoldenEntry> entries(String stream) {
    return installed.range(stream, "-", "+", ALL).stream()
        .map(entry -> new GoldenEntry(stream, entry.id().toString(), entry.fields()))
        .toList();
  }

  /** What the job reads: inbound streams, control logs, configuration. */
  static List<String> sources() {
    return Stream.concat(
            Stream.of(NAMES.config()),
            LAYERS.stream().flatMap(layer -> Stream.of(NAMES.inbound(layer), NAMES.control(layer))))
        .toList();
  }

  /** The messages of a stream. */
  List<Message> messages(String stream) {
    return entries(stream).stream().flatMap(this::messages).toList();
  }

  private Stream<Message> messages(GoldenEntry entry) {
    return reader.read(entry.fields()).stream()
        .filter(Decoded.Good.class::isInstance)
        .map(decoded -> ((Decoded.Good) decoded).message());
  }

  /** Markers in the control log of a layer. */
  long markers(String layer) {
    return entries(NAMES.control(layer)).stream().filter(GoldenRedis::isMarker).count();
  }

  private static boolean isMarker(GoldenEntry entry) {
    byte[] type = entry.fields().getOrDefault(EntryFields.TYPE, new byte[0]);
    return new String(type, StandardCharsets.UTF_8).equals("EpochStarted");
  }

  /**
   * Whether a checkpoint of the job holds all that stands in its streams; what it has to say of
   * that is in Redis then, too.
   */
  boolean isRead() {
    return sources().stream().allMatch(this::isRead);
  }

  private boolean isRead(String stream) {
    return installed.backwards(stream, "+", "-", 1).stream()
        .allMatch(last -> cursors(stream).contains(last.id().toString()));
  }

  private List<String> cursors(String stream) {
    return Replies.list(installed.redis().call(Command.XINFO, "GROUPS", stream)).stream()
        .map(group -> (Map<?, ?>) Replies.map(group))
        .map(group -> Replies.text(group.get("last-delivered-id")))
        .toList();
  }

  /** How far each stream was read, for a failure. */
  String describe() {
    return sources().stream()
        .map(
            stream ->
                "%s has %d entries, read %s"
                    .formatted(
                        stream,
                        entries(stream).size(),
                        entries(stream).isEmpty() ? "" : cursors(stream)))
        .toList()
        .toString();
  }

  @Override
  public void close() {
    installed.close();
  }
}
