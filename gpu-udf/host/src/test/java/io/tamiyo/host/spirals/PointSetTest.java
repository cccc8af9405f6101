package io.tamiyo.host.spirals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PointSetTest {

  @Test
  void laysTwoSpiralsOfWhichOneIsTheOtherTurnedByHalfACircle() {
    PointSet points = PointSet.twoSpirals(200, 0, new SplittableRandom(1));

    for (int point = 0; point < points.size(); point++) {
      double x = points.coordinates()[2 * point];
      double y = points.coordinates()[2 * point + 1];
      double radius = Math.hypot(x, y) / 4;
      double expected = 3 * Math.PI * radius + Math.PI * points.labels()[point];
      assertThat(radius).isBetween(0.0999, 1.0001);
      assertThat(Math.cos(expected - Math.atan2(y, x))).isCloseTo(1, within(1e-4));
    }
    assertThat(points.labels()).containsOnly(0f, 1f);
  }

  @Test
  void givesEqualPointsForEqualSeedsAndOthersForOthers() {
    PointSet points = PointSet.twoSpirals(10, 0.1, new SplittableRandom(1));
    PointSet same = PointSet.twoSpirals(10, 0.1, new SplittableRandom(1));
    PointSet other = PointSet.twoSpirals(10, 0.1, new SplittableRandom(2));

    assertThat(points.coordinates()).isEqualTo(same.coordinates());
    assertThat(points.coordinates()).isNotEqualTo(other.coordinates());
  }

  @Test
  void cutsAPartOutOfTheSet() {
    PointSet points = PointSet.twoSpirals(10, 0.1, new SplittableRandom(1));
    PointSet part = points.slice(3, 5);

    assertThat(part.size()).isEqualTo(2);
    assertThat(part.labels()).containsExactly(1f, 0f);
    assertThat(part.coordinates()[0]).isEqualTo(points.coordinates()[6]);
  }
}
