package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.lifecycle.LifecycleOptions;
import java.io.Serializable;

/**
 * What Tamiyo does of itself.
 *
 * @param enabled whether it decides anything; requests of people are carried out either way
 * @param dormancyThreshold seeds are woken while the dormant share of a layer is above this
 * @param wakeShare at most this share of the dormant seeds is woken in one round
 * @param maxCommandsPerRound bound on what one evaluation proposes
 * @param staleAfterMs stream time after which a layer's last report is too old to decide on
 * @param lifecycle thresholds on the edges, the same as the hosts'
 */
public record PolicyOptions(
    boolean enabled,
    double dormancyThreshold,
    double wakeShare,
    int maxCommandsPerRound,
    long staleAfterMs,
    LifecycleOptions lifecycle)
    implements Serializable {

  /** The documents' values. */
  public static final PolicyOptions DEFAULTS =
      new PolicyOptions(true, 0.5, 0.5, 100, 10_000, LifecycleOptions.DEFAULTS);

  public PolicyOptions {
    if (!(dormancyThreshold >= 0) || dormancyThreshold > 1) {
      throw new IllegalArgumentException(
          "dormancyThreshold is not in 0 to 1: " + dormancyThreshold);
    }
    if (!(wakeShare > 0) || wakeShare > 1) {
      throw new IllegalArgumentException("wakeShare is not in 0 to 1: " + wakeShare);
    }
    if (maxCommandsPerRound <= 0) {
      throw new IllegalArgumentException(
          "maxCommandsPerRound is not positive: " + maxCommandsPerRound);
    }
    if (staleAfterMs <= 0) {
      throw new IllegalArgumentException("staleAfterMs is not positive: " + staleAfterMs);
    }
  }
}
