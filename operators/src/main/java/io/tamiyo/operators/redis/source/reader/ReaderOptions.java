package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.source.GapPolicy;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a reader reads.
 *
 * @param blockFor how long one XREAD waits for entries before it looks around
 * @param bytesPerReply about how many bytes of values one XREAD brings
 * @param keysPerCall streams of one XREAD at most; more are read by further threads
 * @param inspectEvery how often streams are looked at for gaps while all goes well
 * @param gapPolicy where to go on after a gap
 */
public record ReaderOptions(
    Duration blockFor,
    long bytesPerReply,
    int keysPerCall,
    Duration inspectEvery,
    GapPolicy gapPolicy)
    implements Serializable {

  public static final ReaderOptions DEFAULT =
      new ReaderOptions(
          Duration.ofSeconds(1), 4L << 20, 64, Duration.ofSeconds(5), GapPolicy.REPORT);

  public ReaderOptions {
    if (blockFor.toMillis() < 1) {
      throw new IllegalArgumentException("blockFor must be at least 1 ms, not " + blockFor);
    }
    if (bytesPerReply < 1) {
      throw new IllegalArgumentException("bytesPerReply must be positive, not " + bytesPerReply);
    }
    if (keysPerCall < 1) {
      throw new IllegalArgumentException("keysPerCall must be positive, not " + keysPerCall);
    }
    if (inspectEvery.isNegative() || inspectEvery.isZero()) {
      throw new IllegalArgumentException("inspectEvery must be positive, not " + inspectEvery);
    }
  }

  /** The same with another policy for gaps. */
  public ReaderOptions withGapPolicy(GapPolicy policy) {
    return new ReaderOptions(blockFor, bytesPerReply, keysPerCall, inspectEvery, policy);
  }
}
