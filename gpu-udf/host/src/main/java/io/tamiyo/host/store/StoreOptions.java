package io.tamiyo.host.store;

/**
 * How a store writes.
 *
 * @param sync whether every group of records is synced to disk (fdatasync), so that it outlives a
 *     loss of power; without, it outlives a kill of the process
 * @param maxLogBytes records of a layer above which they are compacted into a snapshot
 */
public record StoreOptions(boolean sync, long maxLogBytes) {

  /** No sync; 4 MiB of records a layer. */
  public static final StoreOptions DEFAULTS = new StoreOptions(false, 4L << 20);

  public StoreOptions {
    if (maxLogBytes <= 0) {
      throw new IllegalArgumentException("maxLogBytes is not positive: " + maxLogBytes);
    }
  }
}
