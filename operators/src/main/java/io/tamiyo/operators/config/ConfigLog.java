package io.tamiyo.operators.config;

import io.tamiyo.operators.redis.StreamId;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * The configuration stream as it stands at this moment, for an operator that opens: entries of a
 * layer reach it from another source than the configuration, and none must be ahead of it.
 */
@FunctionalInterface
public interface ConfigLog extends Serializable {

  /** Nothing stands there. */
  ConfigLog EMPTY = (after, each) -> {};

  /**
   * Reads every entry behind an id, to the present end.
   *
   * @param after an id, or {@link StreamId#ZERO} for all
   * @throws IOException when it can't be read
   */
  void read(StreamId after, Consumer<ConfigEntry> each) throws IOException;
}
