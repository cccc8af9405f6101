package io.tamiyo.operators.ordering.across;

import java.io.IOException;

/** Keeps an order as an object, and in state when a snapshot is due. */
interface OrderKeeper {

  /** The order as it was left; the key must be set. */
  AcrossOrder order() throws Exception;

  /** Writes what has changed; the key must be set. */
  void write() throws IOException;
}
