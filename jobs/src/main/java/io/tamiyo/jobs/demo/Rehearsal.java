package io.tamiyo.jobs.demo;

import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.sink.StreamAppend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;

/**
 * Warms up the control plane before the demo begins: the job leads simulated layers through their
 * lives for a few seconds, and they leave before the host comes. A JVM that has just started takes
 * hundreds of milliseconds for what takes it one later; the figures of the demo are those of a
 * control plane that runs, and the simulated layers are in none of them.
 */
final class Rehearsal {

  private static final int LAYERS = 4;
  private static final int SEEDS = 100;
  private static final Duration LAST_ANSWERS = Duration.ofMillis(500);
  private static final String FIRST = "0-0";

  private final RedisConnection redis;
  private final StreamNames names;
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
  private final Map<String, SimulatedLayer> layers = new LinkedHashMap<>();
  private final Map<String, String> positions = new LinkedHashMap<>();

  Rehearsal(RedisConnection redis, StreamNames names) {
    this.redis = redis;
    this.names = names;
    for (int i = 1; i <= LAYERS; i++) {
      SimulatedLayer layer = new SimulatedLayer(i, SEEDS);
      layers.put(names.control(layer.layerId()), layer);
      positions.put(names.control(layer.layerId()), FIRST);
    }
  }

  /**
   * Plays until this much time has passed since the first command.
   *
   * @param longest ends it even without a command, since a demo can do without
   */
  void play(Duration length, Duration longest) {
    for (SimulatedLayer layer : layers.values()) {
      redis.call(Command.HSET, names.layers(), layer.layerId(), names.inbound(layer.layerId()));
    }
    long start = System.nanoTime();
    long firstCommand = 0;
    long end = start + longest.toNanos();
    while (System.nanoTime() - end < 0) {
      layers.values().forEach(layer -> publish(layer, layer.report()));
      if (answerCommands() > 0 && firstCommand == 0) {
        firstCommand = System.nanoTime();
        end = Math.min(end, firstCommand + length.toNanos());
      }
    }
    leave();
  }

  /** Says goodbye, and answers what was sent before that was heard. */
  private void leave() {
    for (SimulatedLayer layer : layers.values()) {
      redis.call(Command.HDEL, names.layers(), layer.layerId());
      publish(layer, layer.goodbye());
    }
    long end = System.nanoTime() + LAST_ANSWERS.toNanos();
    while (System.nanoTime() - end < 0) {
      answerCommands();
    }
  }

  private int answerCommands() {
    List<String> arguments = new ArrayList<>(List.of("COUNT", "100", "BLOCK", "20", "STREAMS"));
    arguments.addAll(positions.keySet());
    arguments.addAll(positions.values());
    int commands = 0;
    for (Object stream : Replies.list(redis.call(Command.XREAD, arguments.toArray()))) {
      String name = Replies.text(Replies.list(stream).get(0));
      for (Object entry : Replies.list(Replies.list(stream).get(1))) {
        commands += answer(name, Replies.list(entry));
      }
    }
    return commands;
  }

  private int answer(String stream, List<?> entry) {
    positions.put(stream, Replies.text(entry.get(0)));
    Map<String, byte[]> fields = new HashMap<>();
    Replies.map(entry.get(1)).forEach((name, value) -> fields.put(name, Replies.bytes(value)));
    SimulatedLayer layer = layers.get(stream);
    int commands = 0;
    for (Decoded decoded : reader.read(fields)) {
      if (layer != null
          && decoded instanceof Decoded.Good good
          && good.message() instanceof LifecycleTransitionCommand command) {
        publish(layer, layer.apply(command));
        commands++;
      }
    }
    return commands;
  }

  private void publish(SimulatedLayer layer, Message message) {
    EntryHeader place = Places.of(MessageTypes.nameOf(message), layer.layerId(), 1);
    StreamAppend.of(names.inbound(layer.layerId()), writer.write(place, List.of(message)))
        .sendTo(redis);
    redis.receive();
  }
}
