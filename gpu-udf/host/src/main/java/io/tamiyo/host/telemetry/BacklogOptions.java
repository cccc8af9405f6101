package io.tamiyo.host.telemetry;

/**
 * What waits while Redis is away, and how it leaves.
 *
 * @param maxMemoryBytes of reports in memory, estimated; what is older goes to disk if there is one
 *     to use, and else is dropped, counted and told of by a gap event
 * @param maxDiskBytes of reports on disk; beyond, the oldest are dropped, counted and told of; 0
 *     keeps nothing on disk
 * @param drainPerSecond reports sent in a second at most, from the return of Redis until none wait:
 *     more than a host measures, or what waits only grows
 */
public record BacklogOptions(long maxMemoryBytes, long maxDiskBytes, int drainPerSecond) {

  /** 64 MiB in memory, 1 GiB on disk, 10,000 reports a second. */
  public static final BacklogOptions DEFAULTS = new BacklogOptions(64L << 20, 1L << 30, 10_000);

  public BacklogOptions {
    if (maxMemoryBytes <= 0) {
      throw new IllegalArgumentException("maxMemoryBytes is not positive: " + maxMemoryBytes);
    }
    if (maxDiskBytes < 0) {
      throw new IllegalArgumentException("maxDiskBytes is negative: " + maxDiskBytes);
    }
    if (drainPerSecond <= 0) {
      throw new IllegalArgumentException("drainPerSecond is not positive: " + drainPerSecond);
    }
  }

  /** The same with another bound in memory. */
  public BacklogOptions withMaxMemoryBytes(long bytes) {
    return new BacklogOptions(bytes, maxDiskBytes, drainPerSecond);
  }

  /** The same with another bound on disk. */
  public BacklogOptions withMaxDiskBytes(long bytes) {
    return new BacklogOptions(maxMemoryBytes, bytes, drainPerSecond);
  }

  /** The same at another rate. */
  public BacklogOptions withDrainPerSecond(int reports) {
    return new BacklogOptions(maxMemoryBytes, maxDiskBytes, reports);
  }
}
