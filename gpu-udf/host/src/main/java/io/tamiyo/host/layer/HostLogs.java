package io.tamiyo.host.layer;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.commands.LogPlace;
import io.tamiyo.host.control.ControlLogReader;
import io.tamiyo.host.control.LogEntry;
import io.tamiyo.host.redis.RedisEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.StreamEntryID;

/**
 * The logs that command a host: those of its layers over one connection, emergency stops over
 * another, so that a stop never waits behind other commands.
 */
final class HostLogs implements AutoCloseable {

  private final Map<String, LayerRuntime> byControlLog = new LinkedHashMap<>();
  private final AtomicLong consumed = new AtomicLong();
  private final ControlLogReader control;
  private final ControlLogReader emergency;

  HostLogs(
      RedisEndpoint redis, StreamNames names, List<LayerRuntime> layers, UnclaimedStops unclaimed) {
    Map<String, String> positions = new LinkedHashMap<>();
    for (LayerRuntime layer : layers) {
      String log = names.control(layer.layerId());
      byControlLog.put(log, layer);
      positions.put(log, layer.position(LogPlace.Log.CONTROL));
    }
    control = new ControlLogReader("control log reader", redis, positions, this::onControl);
    emergency =
        new ControlLogReader(
            "emergency reader",
            redis,
            Map.of(names.emergency(), firstPosition(layers)),
            (stream, entries) -> {
              layers.forEach(layer -> onEmergency(layer, entries));
              unclaimed.look(stream, entries);
              consumed.addAndGet(entries.size());
            });
  }

  /** Where the layer stands that has read least; the others skip what they know. */
  private static String firstPosition(List<LayerRuntime> layers) {
    return layers.stream()
        .map(layer -> new StreamEntryID(layer.position(LogPlace.Log.EMERGENCY)))
        .min(StreamEntryID::compareTo)
        .orElseThrow()
        .toString();
  }

  private void onControl(String stream, List<LogEntry> entries) {
    LayerRuntime layer = Objects.requireNonNull(byControlLog.get(stream), stream);
    layer.onEntries(LogPlace.Log.CONTROL, entries);
    consumed.addAndGet(entries.size());
  }

  /** Entries that were settled so far; any thread may ask. */
  long consumed() {
    return consumed.get();
  }

  private static void onEmergency(LayerRuntime layer, List<LogEntry> entries) {
    StreamEntryID settled = new StreamEntryID(layer.position(LogPlace.Log.EMERGENCY));
    List<LogEntry> unsettled = new ArrayList<>(entries);
    unsettled.removeIf(entry -> new StreamEntryID(entry.entryId()).compareTo(settled) <= 0);
    if (!unsettled.isEmpty()) {
      layer.onEntries(LogPlace.Log.EMERGENCY, unsettled);
    }
  }

  void start(Thread.UncaughtExceptionHandler guard) {
    emergency.start(guard);
    control.start(guard);
  }

  @Override
  public void close() {
    control.close();
    emergency.close();
  }
}
