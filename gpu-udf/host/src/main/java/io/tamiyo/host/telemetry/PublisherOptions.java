package io.tamiyo.host.telemetry;

import java.time.Duration;

/**
 * How a host sends.
 *
 * @param window how long a report waits for others of its layer, so that they share an entry
 * @param maxBatch messages in an entry
 * @param maxBatchBytes of an entry before compression, estimated
 * @param maxBufferedBytes of reports that wait while Redis is away, estimated; older ones are
 *     dropped beyond, counted and told of by a gap event
 * @param maxInFlight entries that are sent before their replies are awaited
 */
public record PublisherOptions(
    Duration window, int maxBatch, int maxBatchBytes, long maxBufferedBytes, int maxInFlight) {

  /** 50 ms, 100 messages, 1 MiB an entry; 64 MiB buffered; 256 entries in flight. */
  public static final PublisherOptions DEFAULTS =
      new PublisherOptions(Duration.ofMillis(50), 100, 1 << 20, 64L << 20, 256);

  public PublisherOptions {
    if (window.isNegative()) {
      throw new IllegalArgumentException("window is negative: " + window);
    }
    requirePositive("maxBatch", maxBatch);
    requirePositive("maxBatchBytes", maxBatchBytes);
    requirePositive("maxBufferedBytes", maxBufferedBytes);
    requirePositive("maxInFlight", maxInFlight);
  }

  /** The same with another window. */
  public PublisherOptions withWindow(Duration other) {
    return new PublisherOptions(other, maxBatch, maxBatchBytes, maxBufferedBytes, maxInFlight);
  }

  /** The same with another bound of what waits. */
  public PublisherOptions withMaxBufferedBytes(long bytes) {
    return new PublisherOptions(window, maxBatch, maxBatchBytes, bytes, maxInFlight);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
  }
}
