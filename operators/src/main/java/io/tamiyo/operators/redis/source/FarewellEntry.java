package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.sink.StreamAppend;
import java.io.Serializable;

/** The entry that ends what is known of a layer which has gone. */
public interface FarewellEntry extends Serializable {

  /** Whether an entry shows that somebody still speaks for its layer: all do but the job's own. */
  boolean isSignOfLife(StreamEntry entry);

  /** The entry to append to the layer's stream. */
  StreamAppend farewell(String layer, String stream);
}
