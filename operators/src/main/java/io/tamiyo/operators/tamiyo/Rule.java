package io.tamiyo.operators.tamiyo;

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
}
