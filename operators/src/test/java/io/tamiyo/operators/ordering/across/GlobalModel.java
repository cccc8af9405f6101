package io.tamiyo.operators.ordering.across;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** GLOBAL as it is read: all that will ever arrive, sorted. */
final class GlobalModel {

  /**
   * One delivery.
   *
   * @param layer whose
   * @param clock of its layer, which is the greatest time that it has told so far
   * @param name of the delivery
   */
  record One(String layer, Moment clock, String name) {}

  private GlobalModel() {}

  /** What each layer says, in its order, one layer after the other, sorted. */
  static List<String> sorted(List<List<One>> layers) {
    List<One> all = new ArrayList<>();
    layers.forEach(all::addAll);
    all.sort(Comparator.comparing(One::clock).thenComparing(One::layer));
    return all.stream().map(One::name).toList();
  }
}
