package io.tamiyo.operators.redis.source;

import java.io.Serializable;
import java.time.Duration;

/**
 * When and how a layer that has gone is forgotten.
 *
 * @param after how long there was no sign of life of it, in the time of its stream; counted anew
 *     when the job starts
 * @param entry what is said of it last
 * @param registry where it is taken out
 */
public record ForgetOptions(Duration after, FarewellEntry entry, LayerRegistry registry)
    implements Serializable {

  public ForgetOptions {
    if (after.toMillis() < 1) {
      throw new IllegalArgumentException("after must be at least 1 ms, not " + after);
    }
  }
}
