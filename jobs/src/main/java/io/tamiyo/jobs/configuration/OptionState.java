package io.tamiyo.jobs.configuration;

import io.tamiyo.operators.config.ConfigValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option as it holds now for a layer, or for all that have no value of their own.
 *
 * @param value as text
 * @param from where the value is from: the default, the job as submitted, all layers or this one
 * @param layers those with a value of their own
 * @param by the change that gave it, or null for a default
 */
record OptionState(
    KnownKey key, String value, String from, List<String> layers, @Nullable Setting by) {

  static OptionState of(KnownKey key, ConfigBook book, String place, long nowMs) {
    List<String> layers = book.layersWith(key.key());
    String own = book.value(place, key.key(), nowMs);
    if (own != null) {
      String from = place.equals(ConfigValues.ALL) ? "all" : "layer";
      return new OptionState(key, own, from, layers, by(book, place, key, nowMs));
    }
    String ofAll = book.value(ConfigValues.ALL, key.key(), nowMs);
    if (ofAll != null) {
      return new OptionState(key, ofAll, "all", layers, by(book, ConfigValues.ALL, key, nowMs));
    }
    String submitted = book.submitted(key.key());
    return submitted == null
        ? new OptionState(key, key.byDefault(), "default", layers, null)
        : new OptionState(key, submitted, "job", layers, null);
  }

  /** Whether it is set anywhere. */
  boolean isChanged() {
    return !from.equals("default") || !layers.isEmpty();
  }

  private static @Nullable Setting by(ConfigBook book, String place, KnownKey key, long nowMs) {
    return book.history(key.key()).stream()
        .filter(setting -> setting.place().equals(place) && setting.effectiveMs() <= nowMs)
        .findFirst()
        .orElse(null);
  }
}
