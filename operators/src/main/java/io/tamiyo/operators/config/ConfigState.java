package io.tamiyo.operators.config;

import io.tamiyo.operators.redis.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** The configuration in the broadcast state of a subtask. */
public final class ConfigState {

  /** Values by key, for a layer, or for all under the empty id. */
  private static final MapStateDescriptor<String, Map<String, String>> NOW =
      new MapStateDescriptor<>("config", Types.STRING, Types.MAP(Types.STRING, Types.STRING));

  /** Values that hold from a later time on, in the order of their times. */
  private static final MapStateDescriptor<Long, LaterValue> LATER =
      new MapStateDescriptor<>("config-later", Types.LONG, TypeInformation.of(LaterValue.class));

  /** The id of the last entry that was judged for them, under {@link #POSITION}. */
  private static final MapStateDescriptor<String, String> READ =
      new MapStateDescriptor<>("config-read", Types.STRING, Types.STRING);

  /** What was refused of entries that the input will bring once more, by their ids. */
  private static final MapStateDescriptor<String, List<Refusal>> REFUSED =
      new MapStateDescriptor<>(
          "config-refused", Types.STRING, Types.LIST(TypeInformation.of(Refusal.class)));

  private static final String POSITION = "position";

  private final BroadcastState<String, Map<String, String>> now;
  private final BroadcastState<Long, LaterValue> later;
  private final BroadcastState<String, String> read;
  private final RefusedEntries refused;

  private ConfigState(
      BroadcastState<String, Map<String, String>> now,
      BroadcastState<Long, LaterValue> later,
      BroadcastState<String, String> read,
      RefusedEntries refused) {
    this.now = now;
    this.later = later;
    this.read = read;
    this.refused = refused;
  }

  /** What an operator that reads the configuration is to be made with. */
  static List<MapStateDescriptor<?, ?>> descriptors() {
    return List.of(NOW, LATER, READ, REFUSED);
  }

  /** The state of an operator that has opened. */
  static ConfigState of(OperatorStateStore store) throws Exception {
    return new ConfigState(
        store.getBroadcastState(NOW),
        store.getBroadcastState(LATER),
        store.getBroadcastState(READ),
        new RefusedEntries(store.getBroadcastState(REFUSED)));
  }

  /** What is set, as it was saved last. */
  ConfigValues load() throws Exception {
    Map<String, Map<String, String>> places = new HashMap<>();
    for (Map.Entry<String, Map<String, String>> place : now.immutableEntries()) {
      places.put(place.getKey(), place.getValue());
    }
    TreeMap<Long, LaterValue> inTurn = new TreeMap<>();
    for (Map.Entry<Long, LaterValue> one : later.immutableEntries()) {
      inTurn.put(one.getKey(), one.getValue());
    }
    return new ConfigValues(places, List.copyOf(inTurn.values()));
  }

  /**
   * The entry up to which the stream was read for it, accepted or not; or null where that was not
   * saved, as by 0.2.0 and before.
   */
  @Nullable StreamId position() throws Exception {
    String position = read.get(POSITION);
    return position == null ? null : StreamId.parse(position);
  }

  /**
   * Saves what is set.
   *
   * @param position the entry up to which the stream was read for it
   */
  void save(ConfigValues set, StreamId position) throws Exception {
    now.clear();
    for (Map.Entry<String, Map<String, String>> place : set.places().entrySet()) {
      now.put(place.getKey(), new HashMap<>(place.getValue()));
    }
    later.clear();
    long number = 0;
    for (LaterValue value : set.later()) {
      later.put(number++, value);
    }
    keep(position);
  }

  /** Saves how far the stream was read, where nothing was set by that. */
  void keep(StreamId position) throws Exception {
    read.put(POSITION, position.toString());
  }

  /** What is still to be reported. */
  RefusedEntries refused() {
    return refused;
  }
}
