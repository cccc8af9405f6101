package io.tamiyo.host.spool;

/**
 * How much a spool holds, and how.
 *
 * @param maxBytes on disk; beyond, the oldest segment makes room
 * @param segmentBytes above which a segment is followed by the next; what is dropped at once, and
 *     what is left on disk of what has been delivered, is at most this and one record
 * @param sync whether every append is synced to disk, so that it outlives a loss of power; without,
 *     it outlives a kill of the process
 */
public record SpoolOptions(long maxBytes, long segmentBytes, boolean sync) {

  private static final long MOST_SEGMENT_BYTES = 4L << 20;
  private static final int SEGMENTS = 16;

  public SpoolOptions {
    if (segmentBytes <= 0) {
      throw new IllegalArgumentException("segmentBytes is not positive: " + segmentBytes);
    }
    if (maxBytes < 2 * segmentBytes) {
      throw new IllegalArgumentException(
          "maxBytes %d is not twice segmentBytes %d".formatted(maxBytes, segmentBytes));
    }
  }

  /** Segments of at most 4 MiB, and at least 16 of them. */
  public static SpoolOptions of(long maxBytes, boolean sync) {
    return new SpoolOptions(
        maxBytes, Math.max(1, Math.min(MOST_SEGMENT_BYTES, maxBytes / SEGMENTS)), sync);
  }
}
