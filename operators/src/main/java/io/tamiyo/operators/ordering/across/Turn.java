package io.tamiyo.operators.ordering.across;

import java.util.Comparator;

/**
 * A place in the order of all layers.
 *
 * @param moment the clock of the layer
 * @param layer tells apart what two layers have at one moment
 */
public record Turn(Moment moment, String layer) implements Comparable<Turn> {

  private static final Comparator<Turn> ORDER =
      Comparator.comparing(Turn::moment).thenComparing(Turn::layer);

  /** Before all others: no layer has an empty id. */
  static final Turn FIRST = new Turn(Moment.NEVER, "");

  @Override
  public int compareTo(Turn other) {
    return ORDER.compare(this, other);
  }
}
