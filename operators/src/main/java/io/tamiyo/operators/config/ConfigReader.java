package io.tamiyo.operators.config;

import java.io.Serializable;

/** A function that reads the configuration. Runs in a {@link ConfiguredOperator}. */
public interface ConfigReader extends Serializable {

  /**
   * Reads what stands in the configuration stream. Called when it has opened, before anything else.
   *
   * @param state where it keeps what it reads
   */
  void begin(ConfigState state, ConfigLog log) throws Exception;
}
