package io.tamiyo.operators.limits;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the rates of a layer. Full buckets are not kept: they are as those of somebody
 * who was never heard of.
 *
 * @param layer of all producers, or null when it is full
 * @param producers those that are not full, the one that sent last at the end
 */
public record LimitState(@Nullable TokenBucket layer, List<ProducerBucket> producers) {

  /** Nobody has sent anything. */
  public static final LimitState EMPTY = new LimitState(null, List.of());
}
