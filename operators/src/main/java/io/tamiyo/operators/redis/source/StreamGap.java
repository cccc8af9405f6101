package io.tamiyo.operators.redis.source;

/**
 * Entries of a stream that can no longer be read.
 *
 * @param stream the name of the stream
 * @param kind why
 * @param lost how many entries, or {@link #UNKNOWN}
 * @param afterMs time part of the id of the last entry read before the gap
 * @param afterSeq number part of that id
 * @param resumeMs time part of the id after which reading goes on
 * @param resumeSeq number part of that id
 */
public record StreamGap(
    String stream,
    GapKind kind,
    long lost,
    long afterMs,
    long afterSeq,
    long resumeMs,
    long resumeSeq) {

  /** The server cannot tell how much is missing; nobody guesses. */
  public static final long UNKNOWN = -1;

  /** One sentence with its coordinates. */
  public String describe() {
    return "%s %s after %d-%d, %s entries lost, reading goes on after %d-%d"
        .formatted(
            stream,
            kind.what(),
            afterMs,
            afterSeq,
            lost == UNKNOWN ? "an unknown number of" : String.valueOf(lost),
            resumeMs,
            resumeSeq);
  }
}
