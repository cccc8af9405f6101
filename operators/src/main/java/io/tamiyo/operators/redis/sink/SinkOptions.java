package io.tamiyo.operators.redis.sink;

import java.io.Serializable;

/**
 * How much a writer holds.
 *
 * @param queueEntries entries not yet acknowledged, at which writing blocks
 * @param queueBytes bytes of them, at which writing blocks; one entry always fits
 * @param batchEntries entries of one round trip at most
 */
public record SinkOptions(int queueEntries, long queueBytes, int batchEntries)
    implements Serializable {

  public static final SinkOptions DEFAULT = new SinkOptions(8_192, 32L << 20, 1_024);

  public SinkOptions {
    if (queueEntries < 1 || queueBytes < 1 || batchEntries < 1) {
      throw new IllegalArgumentException(
          "queueEntries, queueBytes and batchEntries must be positive, not %d, %d and %d"
              .formatted(queueEntries, queueBytes, batchEntries));
    }
  }
}
