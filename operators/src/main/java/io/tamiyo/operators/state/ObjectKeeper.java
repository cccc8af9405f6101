package io.tamiyo.operators.state;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * A function that keeps {@link LayerObjects}. Its operator has them written before each snapshot of
 * the keyed state: a function can't choose the key that it writes under.
 */
public interface ObjectKeeper extends Serializable {

  /** Objects are kept from now on, and written under the keys given. Called when it has opened. */
  void keep(KeyContext keys);

  /** Writes the objects that have changed. */
  void write() throws IOException;
}
