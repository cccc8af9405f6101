package io.tamiyo.operators.aggregation;

/**
 * What metrics are called in an aggregate, where those of a layer and of its seeds stand side by
 * side and may have any name: no two of them are called the same.
 */
final class SummedNames {

  private static final String OF_LAYER = "layer_";
  private static final String OF_SEEDS = "seed_";

  private SummedNames() {}

  /** A metric of the layer. */
  static String ofLayer(String metric) {
    return OF_LAYER + metric;
  }

  /** A metric of seeds: its own name, unless that is one of a layer's, or one that gives way. */
  static String ofSeeds(String metric) {
    int at = 0;
    while (metric.startsWith(OF_SEEDS, at)) {
      at += OF_SEEDS.length();
    }
    return metric.startsWith(OF_LAYER, at) ? OF_SEEDS + metric : metric;
  }
}
