package io.tamiyo.operators.limits;

import java.util.List;

/**
 * What is kept of a layer's limits; {@link LayerLimits} is what is worked with.
 *
 * @param buckets what may be sent still
 * @param parked what waits, longest first
 * @param next the place of the next one that waits
 */
public record StoredLimits(LimitState buckets, List<Parked> parked, long next) {

  /** Nothing is limited, and nothing waits. */
  public static final StoredLimits NONE = new StoredLimits(LimitState.EMPTY, List.of(), 0);
}
