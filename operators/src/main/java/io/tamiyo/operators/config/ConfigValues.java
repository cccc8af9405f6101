package io.tamiyo.operators.config;

import io.tamiyo.contracts.message.ConfigUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was set of the options that may change while the job runs: what holds, and what
 * will from a later time on. The job and the command line decide by this one class what may be set.
 * Not for use by several threads.
 */
public final class ConfigValues {

  /** The place of values that hold for all layers. */
  public static final String ALL = "";

  /** Values that may wait for their time. */
  static final int MOST_LATER = 1_000;

  private final TreeMap<String, Map<String, String>> places;
  private final List<LaterValue> later;

  /** Values of places as they were before the change that is being made. */
  private final Map<String, Map<String, String>> replaced = new HashMap<>();

  /**
   * @param places values by key, by layer, or for all under {@link #ALL}
   * @param later in the order of their times
   */
  public ConfigValues(Map<String, Map<String, String>> places, List<LaterValue> later) {
    this.places = new TreeMap<>();
    places.forEach((place, values) -> this.places.put(place, new HashMap<>(values)));
    this.later = new ArrayList<>(later);
    this.later.sort(Comparator.comparingLong(LaterValue::fromMs));
  }

  /** Nothing is set. */
  public static ConfigValues none() {
    return new ConfigValues(Map.of(), List.of());
  }

  /** Whether nothing is set, nor will be. */
  boolean isEmpty() {
    return places.isEmpty() && later.isEmpty();
  }

  /** Values by key, by layer, or for all under {@link #ALL}; no place is without values. */
  public Map<String, Map<String, String>> places() {
    return places;
  }

  /** What will hold, in the order of its times. */
  public List<LaterValue> later() {
    return later;
  }

  /** The values that hold in a place at a time. */
  public Map<String, String> at(String place, long timeMs) {
    Map<String, String> values = new HashMap<>(places.getOrDefault(place, Map.of()));
    for (LaterValue value : later) {
      if (value.fromMs() <= timeMs && value.place().equals(place)) {
        set(values, value.key(), value.value());
      }
    }
    return values;
  }

  /** When something changed last up to a time, or always at {@link Long#MIN_VALUE}. */
  public long lastChange(long timeMs) {
    return later.stream()
        .mapToLong(LaterValue::fromMs)
        .filter(from -> from <= timeMs)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** When something changes next after a time, or never at {@link Long#MAX_VALUE}. */
  public long nextChange(long timeMs) {
    return later.stream()
        .mapToLong(LaterValue::fromMs)
        .filter(from -> from > timeMs)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  /**
   * Sets what one entry of the configuration stream says, or nothing of it when any of it is
   * refused.
   *
   * @param timeMs of the entry
   * @return why it is refused, or empty
   */
  public Optional<String> change(List<ConfigUpdate> updates, long timeMs, LayerConfigs configs) {
    replaced.clear();
    List<LaterValue> laterBefore = List.copyOf(later);
    settle(timeMs);
    updates.forEach(update -> set(update, timeMs));
    Optional<String> refusal = refusal(updates, timeMs, configs);
    if (refusal.isPresent()) {
      replaced.forEach(this::put);
      later.clear();
      later.addAll(laterBefore);
    }
    return refusal;
  }

  /** What has waited for its time holds now as if it had been set at once. */
  private void settle(long timeMs) {
    while (!later.isEmpty() && later.get(0).fromMs() <= timeMs) {
      LaterValue due = later.remove(0);
      set(due.place(), due.key(), due.value());
    }
  }

  /** A value that is taken back is not to come later either. */
  private void set(ConfigUpdate update, long timeMs) {
    String place = placeOf(update);
    Double from = update.effectiveFrom();
    if (from != null && from * 1_000 > timeMs) {
      later.add(new LaterValue(Math.round(from * 1_000), place, update.key(), update.value()));
      later.sort(Comparator.comparingLong(LaterValue::fromMs));
      return;
    }
    set(place, update.key(), update.value());
    if (update.value() == null) {
      later.removeIf(value -> value.place().equals(place) && value.key().equals(update.key()));
    }
  }

  private static String placeOf(ConfigUpdate update) {
    return update.layerId() == null ? ALL : update.layerId();
  }

  private void set(String place, String key, @Nullable String value) {
    Map<String, String> before = places.getOrDefault(place, Map.of());
    replaced.putIfAbsent(place, before);
    Map<String, String> values = new HashMap<>(before);
    set(values, key, value);
    put(place, values);
  }

  private void put(String place, Map<String, String> values) {
    if (values.isEmpty()) {
      places.remove(place);
    } else {
      places.put(place, values);
    }
  }

  private static void set(Map<String, String> values, String key, @Nullable String value) {
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }

  /** Asks once for each place that changes, and for the others only whether there is the key. */
  private Optional<String> refusal(List<ConfigUpdate> updates, long timeMs, LayerConfigs configs) {
    if (later.size() > MOST_LATER) {
      return Optional.of(
          "%d values wait for their time already; unset some of them".formatted(MOST_LATER));
    }
    Set<String> asked = new HashSet<>();
    for (ConfigUpdate update : updates) {
      String place = placeOf(update);
      Optional<String> refusal =
          asked.add(place)
              ? refusal(update.key(), place, timeMs, configs)
              : configs.refusal(update.key(), Map.of(), Map.of());
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /**
   * Asks at every time at which something changes for the layers of a place, since values may
   * contradict each other then.
   */
  private Optional<String> refusal(String key, String place, long timeMs, LayerConfigs configs) {
    TreeSet<Long> times = new TreeSet<>(List.of(timeMs));
    later.stream()
        .filter(value -> concerns(place, value.place()) || value.place().equals(ALL))
        .forEach(value -> times.add(value.fromMs()));
    return times.stream()
        .map(time -> configs.refusal(key, at(ALL, time), ofLayers(place, time)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean concerns(String place, String layer) {
    return place.equals(ALL) || place.equals(layer);
  }

  private Map<String, Map<String, String>> ofLayers(String place, long timeMs) {
    TreeSet<String> layers = new TreeSet<>(places.keySet());
    later.forEach(value -> layers.add(value.place()));
    layers.remove(ALL);
    layers.removeIf(layer -> !concerns(place, layer));
    Map<String, Map<String, String>> values = new TreeMap<>();
    layers.forEach(layer -> values.put(layer, at(layer, timeMs)));
    return values;
  }
}
