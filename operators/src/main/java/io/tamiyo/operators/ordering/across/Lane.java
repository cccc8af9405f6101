package io.tamiyo.operators.ordering.across;

import org.jspecify.annotations.Nullable;

/**
 * Whose order is kept: that of a producer in a stream, and that of all who do not number.
 *
 * @param layer which layer it is about
 * @param stream where it stands
 * @param producer who numbers, or null
 */
public record Lane(String layer, String stream, @Nullable String producer) {

  static Lane of(Crossing crossing) {
    return new Lane(crossing.layer(), crossing.entry().stream(), crossing.producer());
  }
}
