package io.tamiyo.jobs.configuration;

import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.operators.config.ConfigValues;
import io.tamiyo.operators.redis.StreamId;

/**
 * One change of one option, as it was accepted.
 *
 * @param version the id of its entry
 */
record Setting(StreamId version, ConfigUpdate update) {

  /** The layer, or empty for all. */
  String place() {
    return update.layerId() == null ? ConfigValues.ALL : update.layerId();
  }

  String key() {
    return update.key();
  }

  /** The value, for a person. */
  String shown() {
    return update.value() == null ? "(default)" : update.value();
  }

  /** Why it was set, or empty. */
  String reason() {
    return update.header().metadata().get(ConfigChange.REASON) instanceof String reason
        ? reason
        : "";
  }

  /** From when it holds, milliseconds. */
  long effectiveMs() {
    Double from = update.effectiveFrom();
    return from == null ? version.ms() : Math.max(version.ms(), Math.round(from * 1_000));
  }
}
