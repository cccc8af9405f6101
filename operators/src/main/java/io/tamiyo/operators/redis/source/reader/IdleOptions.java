package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.source.IdleEntry;
import io.tamiyo.operators.redis.source.LayerDirectory;
import java.io.Serializable;
import java.time.Duration;

/**
 * When and what to append for silent layers.
 *
 * @param silentFor how long a layer is silent before an entry is appended for it
 * @param entry the entry
 * @param layers where the layers are looked up
 */
public record IdleOptions(Duration silentFor, IdleEntry entry, LayerDirectory layers)
    implements Serializable {

  public IdleOptions {
    if (silentFor.toMillis() < 1) {
      throw new IllegalArgumentException("silentFor must be at least 1 ms, not " + silentFor);
    }
  }
}
