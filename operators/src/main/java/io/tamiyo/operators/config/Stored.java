package io.tamiyo.operators.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/**
 * Both parts of the broadcast state, while an element is processed.
 *
 * @param now as {@link BroadcastConfig#STATE}
 * @param later as {@link BroadcastConfig#LATER}
 */
public record Stored(
    ReadOnlyBroadcastState<String, Map<String, String>> now,
    ReadOnlyBroadcastState<Long, LaterValue> later) {

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

  /** Saves what is set. */
  static void save(
      ConfigValues set,
      BroadcastState<String, Map<String, String>> now,
      BroadcastState<Long, LaterValue> later)
      throws Exception {
    now.clear();
    for (Map.Entry<String, Map<String, String>> place : set.places().entrySet()) {
      now.put(place.getKey(), new HashMap<>(place.getValue()));
    }
    later.clear();
    long number = 0;
    for (LaterValue value : set.later()) {
      later.put(number++, value);
    }
  }
}
