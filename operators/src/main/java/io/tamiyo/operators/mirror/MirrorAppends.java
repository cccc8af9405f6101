package io.tamiyo.operators.mirror;

import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.redis.sink.EntrySerializer;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.sink.StreamTrim;

/** Appends copies, and bounds the streams that they are in. */
public final class MirrorAppends implements EntrySerializer<Outbound> {

  private static final long serialVersionUID = 1;

  private final StreamTrim trim;

  /**
   * @param keep about how many entries of each stream stay, those included that the region has
   *     written itself
   */
  public MirrorAppends(long keep) {
    if (keep <= 0) {
      throw new IllegalArgumentException("keep is not positive: " + keep);
    }
    this.trim = StreamTrim.maxLength(keep);
  }

  @Override
  public StreamAppend serialize(Outbound copy) {
    return new StreamAppend(copy.stream(), copy.fields(), trim);
  }
}
