package io.tamiyo.host.control;

/**
 * Chooses the COUNT of XREAD, which is a number of entries of each log, so that a reply stays near
 * a number of bytes: Jedis takes a reply in as a whole. It begins with the assumption that entries
 * are large, and follows what it sees: at once when they grow, by and by when they shrink.
 */
final class ByteBudget {

  private static final int MOST_ENTRIES = 256;
  private static final double FIRST_GUESS_BYTES = 1024 * 1024;
  private static final double FORGET = 0.5;
  private static final double ENTRY_OVERHEAD_BYTES = 64;

  private final long bytesPerReply;
  private double bytesPerEntry = FIRST_GUESS_BYTES;

  ByteBudget(long bytesPerReply) {
    this.bytesPerReply = bytesPerReply;
  }

  /** The COUNT for a call that names a number of logs; 1 at least. */
  int countFor(int logs) {
    return (int) Math.max(1, Math.min(MOST_ENTRIES, bytesPerReply / (bytesPerEntry * logs)));
  }

  /**
   * Takes in how large entries are.
   *
   * @param entries of one log in a reply, 1 at least
   * @param bytes of all their fields
   */
  void observed(int entries, long bytes) {
    double mean = ENTRY_OVERHEAD_BYTES + (double) bytes / entries;
    bytesPerEntry = Math.max(mean, bytesPerEntry * FORGET);
  }
}
