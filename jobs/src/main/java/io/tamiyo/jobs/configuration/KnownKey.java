package io.tamiyo.jobs.configuration;

import io.tamiyo.operators.config.LayerConfigs;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;

/**
 * An option that may change while the job runs.
 *
 * @param key its name
 * @param byDefault its default, as text
 * @param description what it is for
 */
record KnownKey(String key, String byDefault, String description) {

  /** Every option, by key. */
  static List<KnownKey> all() {
    return LayerConfigs.options().stream()
        .sorted(Comparator.comparing(ConfigOption::key))
        .map(KnownKey::of)
        .toList();
  }

  /** The option of a key. */
  static Optional<KnownKey> find(String key) {
    return LayerConfigs.options().stream()
        .filter(option -> option.key().equals(key))
        .findFirst()
        .map(KnownKey::of);
  }

  /** What it is, in one line. */
  String told() {
    return "%s: %s Default %s"
        .formatted(key, description, byDefault.isEmpty() ? "empty" : byDefault);
  }

  private static KnownKey of(ConfigOption<?> option) {
    return new KnownKey(
        option.key(),
        String.valueOf(option.defaultValue()),
        new HtmlFormatter().format(option.description()));
  }
}
