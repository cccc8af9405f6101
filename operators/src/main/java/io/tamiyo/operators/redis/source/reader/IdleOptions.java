package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.source.ForgetOptions;
import io.tamiyo.operators.redis.source.IdleEntry;
import io.tamiyo.operators.redis.source.LayerDirectory;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When and what to append for silent layers.
 *
 * @param silentFor how long a layer is silent before an entry is appended for it
 * @param entry the entry
 * @param layers where the layers are looked up
 * @param forgetting when a layer is forgotten, or null for never
 */
public record IdleOptions(
    Duration silentFor, IdleEntry entry, LayerDirectory layers, @Nullable ForgetOptions forgetting)
    implements Serializable {

  public IdleOptions {
    if (silentFor.toMillis() < 1) {
      throw new IllegalArgumentException("silentFor must be at least 1 ms, not " + silentFor);
    }
    if (forgetting != null && forgetting.after().compareTo(silentFor) <= 0) {
      throw new IllegalArgumentException(
          "a layer is forgotten after "
              + forgetting.after()
              + ", but that it is silent is only known after "
              + silentFor);
    }
  }

  /** No layer is ever forgotten. */
  public IdleOptions(Duration silentFor, IdleEntry entry, LayerDirectory layers) {
    this(silentFor, entry, layers, null);
  }

  /** The same, and layers that have gone are forgotten. */
  public IdleOptions withForgetting(ForgetOptions options) {
    return new IdleOptions(silentFor, entry, layers, options);
  }
}
