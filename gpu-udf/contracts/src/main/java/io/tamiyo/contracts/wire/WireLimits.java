package io.tamiyo.contracts.wire;

/**
 * What an entry may cost, checked before the cost arises. All sizes are bytes.
 *
 * @param maxEntryBytes of an entry's data field, as it stands in the stream
 * @param maxPayloadBytes of a payload, decompressed
 * @param maxDepth objects and arrays within each other
 * @param maxMessages in an entry
 * @param compressAbove a native payload of more is compressed
 * @param maxMessageSize a payload of more, as it would stand in the stream, is claim-checked
 * @param claimCheckThreshold the same by its other name; the smaller one holds
 * @param maxSeeds of a layer; seed ids are below it
 * @param maxMetrics columns of a report
 */
public record WireLimits(
    int maxEntryBytes,
    int maxPayloadBytes,
    int maxDepth,
    int maxMessages,
    int compressAbove,
    int maxMessageSize,
    int claimCheckThreshold,
    int maxSeeds,
    int maxMetrics) {

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /** The documents' sizes, and what a batch of 100 reports of 1000 seeds needs on either wire. */
  public static final WireLimits DEFAULTS =
      new WireLimits(10 * MIB, 16 * MIB, 64, 10_000, KIB, MIB, 10 * MIB, 100_000, 64);

  public WireLimits {
    requirePositive("maxEntryBytes", maxEntryBytes);
    requirePositive("maxPayloadBytes", maxPayloadBytes);
    requirePositive("maxDepth", maxDepth);
    requirePositive("maxMessages", maxMessages);
    requirePositive("compressAbove", compressAbove);
    requirePositive("maxMessageSize", maxMessageSize);
    requirePositive("claimCheckThreshold", claimCheckThreshold);
    requirePositive("maxSeeds", maxSeeds);
    requirePositive("maxMetrics", maxMetrics);
  }

  /** The largest payload that stands in the stream itself. */
  public int maxInlineBytes() {
    return Math.min(maxMessageSize, claimCheckThreshold);
  }

  /** The same limits with another size above which payloads are claim-checked. */
  public WireLimits withMaxMessageSize(int bytes) {
    return new WireLimits(
        maxEntryBytes,
        maxPayloadBytes,
        maxDepth,
        maxMessages,
        compressAbove,
        bytes,
        claimCheckThreshold,
        maxSeeds,
        maxMetrics);
  }

  /** The same limits with another size above which native payloads are compressed. */
  public WireLimits withCompressAbove(int bytes) {
    return new WireLimits(
        maxEntryBytes,
        maxPayloadBytes,
        maxDepth,
        maxMessages,
        bytes,
        maxMessageSize,
        claimCheckThreshold,
        maxSeeds,
        maxMetrics);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
  }
}
