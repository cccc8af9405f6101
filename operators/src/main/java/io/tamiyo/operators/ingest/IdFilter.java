package io.tamiyo.operators.ingest;

/**
 * A Bloom filter in front of the remembered ids: it says that an id is surely new, and never
 * wrongly so. It has two halves that each hold a window of ids; when one is full, the other begins
 * anew. It is not kept in state: after a restart it is silent until it has seen all that is
 * remembered.
 */
final class IdFilter {

  /** With seven looks at ten bits an id, one new id in a hundred is not told from a known one. */
  private static final int BITS_PER_ID = 10;

  private static final int LOOKS = 7;

  private final int window;
  private long[] current;
  private long[] previous;
  private int added;

  /** The number of the first id in each half. */
  private long currentFrom;

  private long previousFrom;

  /**
   * @param window ids that a half holds
   * @param from the number of the first id that will be added
   */
  IdFilter(int window, long from) {
    this.window = window;
    this.current = bits();
    this.previous = bits();
    this.currentFrom = from;
    this.previousFrom = from;
  }

  /**
   * Whether an id is none of those from {@code oldest} on.
   *
   * @param oldest the number of the first id that matters
   */
  boolean isSurelyNew(String id, long oldest) {
    if (previousFrom > oldest) {
      return false;
    }
    long hash = hash(id);
    return !contains(current, hash) && !contains(previous, hash);
  }

  /** Adds the id of this number; numbers ascend. */
  void add(String id, long number) {
    if (added == window) {
      previous = current;
      previousFrom = currentFrom;
      current = bits();
      currentFrom = number;
      added = 0;
    }
    added++;
    long hash = hash(id);
    for (int look = 0; look < LOOKS; look++) {
      int bit = bit(current, hash, look);
      current[bit >>> 6] |= 1L << bit;
    }
  }

  /** What a filter of so many ids takes, both halves. */
  static long bytes(int window) {
    return 2L * Long.BYTES * words(window);
  }

  private long[] bits() {
    return new long[words(window)];
  }

  private static int words(int window) {
    return (int) (((long) window * BITS_PER_ID + 63) >>> 6);
  }

  private static boolean contains(long[] bits, long hash) {
    for (int look = 0; look < LOOKS; look++) {
      int bit = bit(bits, hash, look);
      if ((bits[bit >>> 6] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Each half of the hash serves: Kirsch and Mitzenmacher, Less Hashing, Same Performance. */
  private static int bit(long[] bits, long hash, int look) {
    int mixed = (int) hash + look * ((int) (hash >>> 32) | 1);
    return Math.floorMod(mixed, bits.length << 6);
  }

  /** FNV-1a of the characters, finished as MurmurHash3 is. */
  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
