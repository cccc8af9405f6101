package io.tamiyo.operators.ordering.across;

import java.io.Serializable;

/**
 * The order across layers, and how long a delivery waits for it. These are options of the job and
 * not of a layer: the order is one for all of them.
 *
 * @param strategy the order
 * @param timeoutMs stream time, measured by the greatest of all layers' clocks: under GLOBAL, how
 *     far behind a layer may be and still be waited for; under CAUSAL, how long what a message
 *     depends on is waited for
 * @param maxPending messages that wait at once, those of all layers, where a delivery without any
 *     counts as one; beyond it the first goes without what it waits for
 * @param rememberedIds ids of messages that have passed, the last ones, by which CAUSAL knows what
 *     need not be waited for
 * @param rememberMs stream time for which they are remembered, milliseconds
 */
public record AcrossOptions(
    AcrossStrategy strategy, long timeoutMs, int maxPending, int rememberedIds, long rememberMs)
    implements Serializable {

  /**
   * The documents' 10,000 messages and 5 s; ids for as long as inbound streams hold entries, or of
   * 20 s at 5,000 messages a second, which are 2.4 MB at a checkpoint and 12 MB in memory.
   */
  public static final AcrossOptions DEFAULTS =
      new AcrossOptions(AcrossStrategy.NONE, 5_000, 10_000, 100_000, 600_000);

  public AcrossOptions {
    requirePositive("timeoutMs", timeoutMs);
    requirePositive("maxPending", maxPending);
    requirePositive("rememberedIds", rememberedIds);
    requirePositive("rememberMs", rememberMs);
  }

  /** The same with another strategy. */
  public AcrossOptions with(AcrossStrategy other) {
    return new AcrossOptions(other, timeoutMs, maxPending, rememberedIds, rememberMs);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
  }
}
