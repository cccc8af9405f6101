package io.tamiyo.operators.redis.source.split;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;

/**
 * How far a stream was read.
 *
 * @param id everything up to and including it was read or is not wanted
 * @param entriesRead how many entries were ever added up to {@code id}, or {@link
 *     StreamInfo#UNKNOWN}
 * @param read whether {@code id} is that of an entry that was read, and so must be in the stream
 *     unless it was removed
 */
public record ReadPosition(StreamId id, long entriesRead, boolean read) {

  /** Nothing read of a stream nobody has written to. */
  public static final ReadPosition NEW = new ReadPosition(StreamId.ZERO, 0, false);

  /** Before the first entry of a stream of which some entries were removed. */
  public static ReadPosition start(long removed) {
    return new ReadPosition(StreamId.ZERO, removed, false);
  }

  /** After an id, of which it is not known whether there is such an entry. */
  public static ReadPosition after(StreamId id) {
    return new ReadPosition(id, StreamInfo.UNKNOWN, false);
  }

  /** The same place, with the number of entries before it now known. */
  public ReadPosition counted(long entries) {
    return new ReadPosition(id, entries, read);
  }

  public boolean isCounted() {
    return entriesRead != StreamInfo.UNKNOWN;
  }
}
