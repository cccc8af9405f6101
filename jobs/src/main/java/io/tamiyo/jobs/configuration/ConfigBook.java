package io.tamiyo.jobs.configuration;

import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.jobs.controlplane.SubmittedOptions;
import io.tamiyo.operators.config.ConfigValues;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.reader.StreamPages;
import io.tamiyo.operators.streams.Installed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an installation as its stream tells it: read from the first entry on, page
 * by page, and judged as the job judges it, by what it was submitted with.
 */
final class ConfigBook {

  /** Changes of a key that are remembered. */
  static final int REMEMBERED = 20;

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
  private final SubmittedOptions submitted;
  private final LayerConfigs configs;
  private final ConfigValues values = ConfigValues.none();
  private final Map<String, Deque<Setting>> history = new HashMap<>();
  private StreamId version = StreamId.ZERO;
  private StreamId last = StreamId.ZERO;

  private ConfigBook(SubmittedOptions submitted) {
    this.submitted = submitted;
    this.configs = new LayerConfigs(submitted.layers());
  }

  /** Reads all of it. */
  static ConfigBook read(Installed installed) {
    ConfigBook book = new ConfigBook(SubmittedOptions.read(installed.redis(), installed.names()));
    StreamPages pages = new StreamPages(installed.names().config(), StreamId.ZERO);
    List<StreamEntry> page;
    do {
      page = pages.next(installed.redis());
      page.forEach(book::take);
    } while (!page.isEmpty());
    return book;
  }

  private void take(StreamEntry entry) {
    StreamId id = new StreamId(entry.ms(), entry.seq());
    last = id;
    List<ConfigUpdate> updates = new ArrayList<>();
    for (Decoded decoded : reader.read(entry.fields())) {
      if (!(decoded instanceof Decoded.Good good
          && good.message() instanceof ConfigUpdate update)) {
        return;
      }
      updates.add(update);
    }
    if (values.change(updates, id.ms(), configs).isEmpty()) {
      version = id;
      updates.forEach(update -> remember(new Setting(id, update)));
    }
  }

  private void remember(Setting setting) {
    Deque<Setting> of = history.computeIfAbsent(setting.key(), any -> new ArrayDeque<>());
    of.addFirst(setting);
    if (of.size() > REMEMBERED) {
      of.removeLast();
    }
  }

  /** By what the job judges. */
  LayerConfigs configs() {
    return configs;
  }

  /** The value of a key that the job was submitted with, or null. */
  @Nullable String submitted(String key) {
    return submitted.values().get(key);
  }

  /** What is set. */
  ConfigValues values() {
    return values;
  }

  /** The id of the last entry that was accepted. */
  StreamId version() {
    return version;
  }

  /** The id of the last entry, accepted or not. */
  StreamId last() {
    return last;
  }

  /** The last changes of a key, newest first. */
  List<Setting> history(String key) {
    return List.copyOf(history.getOrDefault(key, new ArrayDeque<>()));
  }

  /** The last change of a key in a place. */
  Optional<Setting> latest(String place, String key) {
    return history(key).stream().filter(setting -> setting.place().equals(place)).findFirst();
  }

  /** The value of a key that is set in a place, or null. */
  @Nullable String value(String place, String key, long nowMs) {
    return values.at(place, nowMs).get(key);
  }

  /** The layers that have a value of their own for a key. */
  List<String> layersWith(String key) {
    return values.places().entrySet().stream()
        .filter(place -> !place.getKey().equals(ConfigValues.ALL))
        .filter(place -> place.getValue().containsKey(key))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Why these changes may not be made now, or empty when they may; nothing is changed by it. */
  Optional<String> refusal(List<ConfigUpdate> updates, long nowMs) {
    return new ConfigValues(values.places(), values.later()).change(updates, nowMs, configs);
  }
}
