package io.tamiyo.host.spirals;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Labelled points of the plane.
 *
 * @param coordinates x and y of each point in turn, within about ±4
 * @param labels 0 or 1 for each point
 */
record PointSet(float[] coordinates, float[] labels) {

  private static final double TURNS = 1.5;
  private static final double INNER_RADIUS = 0.1;

  /**
   * Inputs of this size let a tanh layer bend at once; from a smaller one training waits long on a
   * plateau.
   */
  private static final double SIZE = 4;

  /**
   * Points on two intertwined spirals, spread evenly along the radius, the classes in turn; a set
   * that no straight line divides.
   *
   * @param noise standard deviation of each coordinate around the spiral, as a share of the outer
   *     radius; the arms are 0.33 apart
   */
  static PointSet twoSpirals(int points, double noise, SplittableRandom random) {
    float[] coordinates = new float[2 * points];
    float[] labels = new float[points];
    for (int point = 0; point < points; point++) {
      int label = point % 2;
      double radius = INNER_RADIUS + (1 - INNER_RADIUS) * random.nextDouble();
      double angle = 2 * Math.PI * TURNS * radius + Math.PI * label;
      coordinates[2 * point] =
          (float) (SIZE * (radius * Math.cos(angle) + noise * random.nextGaussian()));
      coordinates[2 * point + 1] =
          (float) (SIZE * (radius * Math.sin(angle) + noise * random.nextGaussian()));
      labels[point] = label;
    }
    return new PointSet(coordinates, labels);
  }

  int size() {
    return labels.length;
  }

  /** The points from start to end, the end excluded. */
  PointSet slice(int start, int end) {
    return new PointSet(
        Arrays.copyOfRange(coordinates, 2 * start, 2 * end),
        Arrays.copyOfRange(labels, start, end));
  }
}
