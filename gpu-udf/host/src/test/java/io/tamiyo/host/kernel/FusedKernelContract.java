package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every kernel does, on every device. */
abstract class FusedKernelContract {

  private static final float[] SPECIAL = {
    -0f,
    0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -1e-40f,
    1e-30f,
    3e19f,
    -1e30f,
    Float.MAX_VALUE
  };

  private static final double Y_ERROR = Math.pow(2, -23);
  private static final double SUM_ERROR = Math.pow(2, -18);

  /** Squares under the range of a float may be lost. */
  private static final double LOST_SQUARES = 1e-43;

  private final NDManager manager;

  FusedKernelContract(NDManager manager) {
    this.manager = manager;
  }

  abstract FusedKernel open(NDManager manager, int features);

  @BeforeEach
  void requireDevice() {
    skipWithoutDevice();
  }

  /** Overridden where a machine may lack the device. */
  void skipWithoutDevice() {}

  @AfterEach
  void close() {
    manager.close();
  }

  @RandomSeeds
  void computesWhatTheReferenceComputesForRandomStates(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    for (int round = 0; round < 60; round++) {
      int rows = random.nextInt(1, 150);
      ChunkLayout layout = RandomBatches.layout(random, 70);
      AffineVectors map = AffineVectors.compile(layout, RandomBlends.draw(layout, random));
      float[] special = round % 2 == 0 ? new float[0] : SPECIAL;
      float[] x = RandomBatches.draw(rows * layout.features(), special, random);
      agrees(x, rows, map, "%d rows of %s, round %d".formatted(rows, layout, round));
    }
  }

  @Test
  void computesEveryRemainderOfRowsAndFeatures() {
    SplittableRandom random = new SplittableRandom(1);
    for (int features = 1; features <= 35; features++) {
      for (int rows : new int[] {1, 2, 3, 64, 65, 131}) {
        ChunkLayout layout = new ChunkLayout(features, (features + 1) / 2);
        AffineVectors map = AffineVectors.compile(layout, RandomBlends.draw(layout, random));
        float[] x = RandomBatches.draw(rows * features, new float[0], random);
        agrees(x, rows, map, rows + " × " + features);
      }
    }
  }

  @Test
  void keepsEveryBitWhereNothingIsGrafted() {
    for (int features = 1; features <= 35; features++) {
      float[] x = new float[3 * features];
      for (int i = 0; i < x.length; i++) {
        x[i] = SPECIAL[i % SPECIAL.length];
      }
      Pass pass = pass(x, 3, AffineVectors.identity(features));
      for (int i = 0; i < x.length; i++) {
        assertThat(Float.floatToIntBits(pass.y[i])).isEqualTo(Float.floatToIntBits(x[i]));
        assertThat(Float.floatToIntBits(pass.alone[i])).isEqualTo(Float.floatToIntBits(x[i]));
      }
    }
  }

  @RandomSeeds
  void repeatsEveryBit(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    ChunkLayout layout = new ChunkLayout(45, 4);
    AffineVectors map = AffineVectors.compile(layout, RandomBlends.draw(layout, random));
    float[] x = RandomBatches.draw(99 * 45, new float[0], random);

    Pass first = pass(x, 99, map);
    Pass second = pass(x, 99, map);

    assertThat(second.y).isEqualTo(first.y).isEqualTo(first.alone);
    assertThat(second.sums.sums()).isEqualTo(first.sums.sums()).isEqualTo(first.observed.sums());
    assertThat(second.sums.squares())
        .isEqualTo(first.sums.squares())
        .isEqualTo(first.observed.squares());
  }

  @Test
  void takesLeadingDimensionsAsRowsAndValuesInAnyOrder() {
    NDArray batches = manager.arange(24f).reshape(2, 3, 4);
    NDArray turned = manager.arange(24f).reshape(4, 6).transpose();
    FeatureSums sums = new FeatureSums(4);
    try (FusedKernel kernel = open(manager, 4)) {
      kernel.observe(TensorRows.of(batches, 4), sums);
      assertThat(sums.rows()).isEqualTo(6);
      assertThat(sums.sums()).containsExactly(60, 66, 72, 78);
      kernel.observe(TensorRows.of(turned, 4), sums);
      assertThat(sums.sums()).containsExactly(15, 51, 87, 123);
    }
  }

  @Test
  void refusesTensorsThatDoNotFit() {
    NDArray integers = manager.create(new int[] {1, 2}, new Shape(1, 2));
    NDArray two = manager.ones(new Shape(2, 2));
    NDArray three = manager.ones(new Shape(3, 2));
    assertThatThrownBy(() -> TensorRows.of(integers, 2)).hasMessageContaining("int32 (1, 2)");
    assertThatThrownBy(() -> TensorRows.of(two, 3))
        .hasMessage("a tensor of float32 (2, 2) came where float32 with 3 features is needed");
    try (FusedKernel kernel = open(manager, 2);
        CompiledAffine map = new CompiledAffine(manager, AffineVectors.identity(2))) {
      TensorRows x = TensorRows.of(three, 2);
      TensorRows y = TensorRows.of(two, 2);
      assertThatThrownBy(() -> kernel.forward(x, map, y))
          .hasMessage("3 × 2 values cannot be written to 2 × 2");
    }
  }

  private void agrees(float[] x, int rows, AffineVectors map, String what) {
    Pass pass = pass(x, rows, map);
    double[] expected = ScalarReference.forward(x, map);
    for (int i = 0; i < x.length; i++) {
      int feature = i % map.features();
      double scaled = Math.abs((double) map.scale()[feature] * x[i]);
      double error = Y_ERROR * (scaled + Math.abs(expected[i])) + Float.MIN_VALUE;
      String value = "value %d (%s) of %s".formatted(i, x[i], what);
      isClose(pass.y[i], (float) expected[i], error, value);
      isClose(pass.alone[i], (float) expected[i], error, value);
    }
    agrees(pass.sums, x, rows, map.features(), what);
    agrees(pass.observed, x, rows, map.features(), what);
  }

  private static void agrees(FeatureSums sums, float[] x, int rows, int features, String what) {
    FeatureSums expected = ScalarReference.sums(x, rows, features);
    assertThat(sums.rows()).isEqualTo(rows);
    for (int feature = 0; feature < features; feature++) {
      double size = 0;
      for (int row = 0; row < rows; row++) {
        size += Math.abs(x[row * features + feature]);
      }
      String where = "feature %d of %s".formatted(feature, what);
      isClose(sums.sum(feature), expected.sum(feature), SUM_ERROR * size, "Σx of " + where);
      double squares = expected.sumOfSquares(feature);
      double error = SUM_ERROR * squares + LOST_SQUARES;
      isClose(sums.sumOfSquares(feature), squares, error, "Σx² of " + where);
    }
  }

  private static void isClose(double actual, double expected, double error, String what) {
    if (Double.isFinite(expected)) {
      assertThat(actual).as(what).isCloseTo(expected, within(error));
    } else {
      assertThat(actual).as(what).isEqualTo(Double.valueOf(expected));
    }
  }

  private Pass pass(float[] values, int rows, AffineVectors map) {
    int features = map.features();
    Shape shape = new Shape(rows, features);
    try (NDManager step = manager.newSubManager();
        FusedKernel kernel = open(step, features);
        CompiledAffine compiled = new CompiledAffine(step, map)) {
      TensorRows x = TensorRows.of(step.create(values, shape), features);
      NDArray y = step.zeros(shape);
      NDArray alone = step.zeros(shape);
      FeatureSums sums = new FeatureSums(features);
      FeatureSums observed = new FeatureSums(features);
      assertThat(kernel.forward(x, compiled, TensorRows.of(y, features), sums)).isTrue();
      kernel.forward(x, compiled, TensorRows.of(alone, features));
      assertThat(kernel.observe(x, observed)).isTrue();
      return new Pass(y.toFloatArray(), alone.toFloatArray(), sums, observed);
    }
  }

  /** What one batch came to: y and sums by the fused pass, and each by itself. */
  private static final class Pass {
    private final float[] y;
    private final float[] alone;
    private final FeatureSums sums;
    private final FeatureSums observed;

    private Pass(float[] y, float[] alone, FeatureSums sums, FeatureSums observed) {
      this.y = y;
      this.alone = alone;
      this.sums = sums;
      this.observed = observed;
    }
  }
}
