package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.wire.WireLimits;
import java.time.Duration;

/**
 * How a host sends.
 *
 * @param window how long a report waits for others of its layer, so that they share an entry
 * @param maxBatch messages in an entry
 * @param maxBatchBytes of an entry before compression, estimated
 * @param backlog what waits while Redis is away
 * @param maxInFlight entries that are sent before their replies are awaited
 * @param limits above which payloads are compressed or claim-checked
 * @param snapshotsPerReport seeds that are told of in detail beside each report of their layer
 */
public record PublisherOptions(
    Duration window,
    int maxBatch,
    int maxBatchBytes,
    BacklogOptions backlog,
    int maxInFlight,
    WireLimits limits,
    int snapshotsPerReport) {

  /** 50 ms, 100 messages, 1 MiB an entry; 256 entries in flight; one seed in detail a report. */
  public static final PublisherOptions DEFAULTS =
      new PublisherOptions(
          Duration.ofMillis(50),
          100,
          1 << 20,
          BacklogOptions.DEFAULTS,
          256,
          WireLimits.DEFAULTS,
          1);

  public PublisherOptions {
    if (window.isNegative()) {
      throw new IllegalArgumentException("window is negative: " + window);
    }
    requirePositive("maxBatch", maxBatch);
    requirePositive("maxBatchBytes", maxBatchBytes);
    requirePositive("maxInFlight", maxInFlight);
    if (snapshotsPerReport < 0) {
      throw new IllegalArgumentException("snapshotsPerReport is negative: " + snapshotsPerReport);
    }
  }

  /** The same with another window. */
  public PublisherOptions withWindow(Duration other) {
    return new PublisherOptions(
        other, maxBatch, maxBatchBytes, backlog, maxInFlight, limits, snapshotsPerReport);
  }

  /** The same with another treatment of what waits. */
  public PublisherOptions withBacklog(BacklogOptions other) {
    return new PublisherOptions(
        window, maxBatch, maxBatchBytes, other, maxInFlight, limits, snapshotsPerReport);
  }

  /** The same with other bounds of payloads. */
  public PublisherOptions withLimits(WireLimits other) {
    return new PublisherOptions(
        window, maxBatch, maxBatchBytes, backlog, maxInFlight, other, snapshotsPerReport);
  }

  /** The same with so many seeds in detail beside each report. */
  public PublisherOptions withSnapshotsPerReport(int seeds) {
    return new PublisherOptions(
        window, maxBatch, maxBatchBytes, backlog, maxInFlight, limits, seeds);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
  }
}
