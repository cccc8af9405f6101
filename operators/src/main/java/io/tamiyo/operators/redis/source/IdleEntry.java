package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.sink.StreamAppend;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The entry that stands for the passing of time in a layer that is silent. */
public interface IdleEntry extends Serializable {

  /** The layer that an entry belongs to, as in {@link LayerDirectory}; null where it has none. */
  byte @Nullable [] layerOf(StreamEntry entry);

  /** The entry to append to the layer's stream. */
  StreamAppend entry(String layer, String stream);
}
