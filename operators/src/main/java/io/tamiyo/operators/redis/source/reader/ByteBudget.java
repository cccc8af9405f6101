package io.tamiyo.operators.redis.source.reader;

/**
 * Chooses the COUNT of XREAD, which is a number of entries of each key, so that a reply stays near
 * a number of bytes. It starts with the assumption that entries are large and follows what it sees:
 * at once upwards, by and by downwards.
 */
final class ByteBudget {
  private static final long MOST_ENTRIES = 1_000;
  private static final double FIRST_GUESS_BYTES = 64 * 1024;
  private static final double FORGET = 0.7;
  private static final double ENTRY_OVERHEAD_BYTES = 64;

  private final long bytesPerReply;
  private double bytesPerEntry = FIRST_GUESS_BYTES;

  ByteBudget(long bytesPerReply) {
    this.bytesPerReply = bytesPerReply;
  }

  /** The COUNT for a call that names a number of keys, at least 1. */
  long countFor(int keys) {
    long count = (long) (bytesPerReply / (bytesPerEntry * keys));
    return Math.max(1, Math.min(MOST_ENTRIES, count));
  }

  /** Takes in how large a reply was. */
  void observed(long entries, long bytes) {
    if (entries == 0) {
      return;
    }
    double mean = ENTRY_OVERHEAD_BYTES + (double) bytes / entries;
    bytesPerEntry = Math.max(mean, bytesPerEntry * FORGET);
  }
}
