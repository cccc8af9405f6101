package io.tamiyo.operators.tamiyo;

import io.tamiyo.operators.config.Feature;
import java.util.Optional;

/**
 * One reason to change seeds. A rule looks at seeds in ascending order, decides only on what is
 * known, and uses no clock but the one it is given.
 */
@FunctionalInterface
public interface Rule {

  /**
   * Adds what it wants to a round.
   *
   * @param now stream time, milliseconds
   */
  void decide(LayerView view, PolicyOptions options, long now, Round round);

  /** The feature that it is switched off with, if it can be. */
  default Optional<Feature> feature() {
    return Optional.empty();
  }
}
