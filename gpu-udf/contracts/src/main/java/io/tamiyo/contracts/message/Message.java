package io.tamiyo.contracts.message;

import org.jspecify.annotations.Nullable;

/**
 * Anything that crosses the wire. The simple name of the implementing record is its type on the
 * wire. New kinds are added by implementing this with a record and registering it in {@link
 * MessageTypes}.
 */
public interface Message {

  /** What every message carries. */
  Header header();

  /** The layer that it is about, or null when it is about no single one. */
  default @Nullable String layerId() {
    return null;
  }
}
