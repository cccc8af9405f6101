package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.source.split.ReadPosition;

/** Something to know about a stream that is not one of its entries. */
public sealed interface SplitNotice extends StreamElement {

  /** Entries are missing; reading goes on from a position. */
  record Gap(StreamGap gap, ReadPosition resume) implements SplitNotice {}

  /** The end of the stream as it was when the reader got the split has been reached. */
  record CaughtUp() implements SplitNotice {}

  /**
   * What is known about the position has changed, the place in the stream has not.
   *
   * @param server the run id of the server on which it was seen, empty where that is not known
   */
  record Known(ReadPosition position, String server) implements SplitNotice {}
}
