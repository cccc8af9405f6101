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

  /** Nothing stands there, and nobody asks what did. */
  ConfigLog EMPTY = (after, each) -> false;

  /**
   * Reads every entry behind an id, to the present end; or every entry there is, where the stream
   * has never given an id as great.
   *
   * @param after the id of an entry that was read, or {@link StreamId#ZERO} for all
   * @return whether it has never given that id, and so is another stream or an older state of it
   * @throws IOException when it can't be read
   */
  boolean read(StreamId after, Consumer<ConfigEntry> each) throws IOException;
}
