package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.blueprint.ModuleShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outputs and gradients of a layer whose seeds learn, against sums in double precision. */
class LearnedLayerTest {

  private static final int ROWS = 5;

  private final NDManager manager = TensorEngine.newManager();
  private final RecordingListener listener = new RecordingListener();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void leavesTheGradientsOfItsMapThoughItsInputNeedsNone() {
    ChunkLayout layout = new ChunkLayout(2, 2);
    ChunkedLayer layer = layer(layout);
    layer.blend(AffineVectors.compile(layout, List.of(doubling(), doubling())));
    layer.learn(true);

    // L = Σ weight·y with weights 1, 10 by column: dL/dA = Σ weight·x, dL/dB = Σ weight.
    backward(layer, new float[] {1, 2, 3, 4}, new float[] {1, 10, 1, 10});
    LayerGradient gradient = layer.takeGradient().orElseThrow();

    assertThat(gradient.byScale()).containsExactly(4f, 60f);
    assertThat(gradient.byShift()).containsExactly(2f, 20f);
    assertThat(gradient.modules()).isEmpty();
    assertThat(layer.takeGradient()).isEmpty();
  }

  @Test
  void sumsGradientsUpUntilTheyAreTakenAndBeginsAnew() {
    ChunkLayout layout = new ChunkLayout(1, 1);
    ChunkedLayer layer = layer(layout);
    layer.blend(AffineVectors.compile(layout, List.of(doubling())));
    layer.learn(true);

    backward(layer, new float[] {1}, new float[] {1});
    backward(layer, new float[] {2}, new float[] {1});
    assertThat(layer.takeGradient().orElseThrow().byScale()).containsExactly(3f);
    backward(layer, new float[] {Float.NaN}, new float[] {1});
    assertThat(layer.takeGradient().orElseThrow().byScale()).containsExactly(Float.NaN);
    backward(layer, new float[] {5}, new float[] {1});
    assertThat(layer.takeGradient().orElseThrow().byScale()).containsExactly(5f);
  }

  @Test
  void leavesNothingWhereNothingWasDifferentiatedOrWanted() {
    ChunkLayout layout = new ChunkLayout(1, 1);
    ChunkedLayer layer = layer(layout);
    layer.blend(AffineVectors.compile(layout, List.of(doubling())));

    forward(layer, manager.create(new float[] {1}, new Shape(1, 1)), true);
    assertThat(layer.takeGradient()).isEmpty();

    layer.learn(true);
    forward(layer, manager.create(new float[] {1}, new Shape(1, 1)), false);
    assertThat(layer.takeGradient()).isEmpty();
    forward(layer, manager.create(new float[] {1}, new Shape(1, 1)), true);
    assertThat(layer.takeGradient().orElseThrow().byScale()).containsExactly(0f);
    forward(layer, manager.create(new float[] {1}, new Shape(1, 1)), true);
    layer.learn(false);
    assertThat(layer.takeGradient()).isEmpty();
  }

  @RandomSeeds
  void computesModulesBesideAffineSeedsAsInDoublePrecision(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    for (int round = 0; round < 10; round++) {
      ChunkLayout layout = new ChunkLayout(random.nextInt(7, 12), random.nextInt(2, 6));
      List<SeedBlend> blends = blends(layout, random);
      ChunkedLayer layer = layer(layout);
      layer.blend(LayerMap.compile(layout, blends));
      float[] x = values(ROWS * layout.features(), random);
      NDArray input = manager.create(x, new Shape(ROWS, layout.features()));

      double[] expected = reference(layout, blends, x);
      for (boolean training : new boolean[] {false, true}) {
        float[] y = forward(layer, input, training).toFloatArray();
        for (int i = 0; i < y.length; i++) {
          assertThat((double) y[i]).isCloseTo(expected[i], within(1e-4));
        }
      }
      layer.close();
    }
    assertThat(listener.failures).isEmpty();
  }

  @RandomSeeds
  void leavesTheGradientsOfModulesAsDifferencesSayThem(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    ChunkLayout layout = new ChunkLayout(5, 2);
    List<SeedBlend> blends = List.of(module(layout, 0, random), module(layout, 1, random));
    ChunkedLayer layer = layer(layout);
    layer.blend(LayerMap.compile(layout, blends));
    layer.learn(true);
    float[] x = valuesAwayFromKinks(layout, blends, random);
    float[] weights = values(ROWS * 5, random);

    backward(layer, x, weights);
    LayerGradient gradient = layer.takeGradient().orElseThrow();

    for (int seed = 0; seed < 2; seed++) {
      double[] computed = gradient.modules().getOrDefault(seed, new double[0]);
      assertThat(computed).hasSize(BlueprintKind.MODULE.parameters(layout.size(seed)));
      for (int parameter = 0; parameter < computed.length; parameter++) {
        double expected = difference(layout, blends, x, weights, seed, parameter);
        assertThat(computed[parameter])
            .isCloseTo(expected, within(2e-2 * (1 + Math.abs(expected))));
      }
    }
  }

  @Test
  void keepsNoMoreTensorsHoweverManyStepsItLearns() {
    SplittableRandom random = new SplittableRandom(3);
    ChunkLayout layout = new ChunkLayout(5, 3);
    ChunkedLayer layer = layer(layout);
    layer.learn(true);
    layer.keepChunks(List.of(2));
    int held = 0;
    for (int step = 0; step < 50; step++) {
      SeedBlend module = module(layout, 0, random);
      layer.blend(LayerMap.compile(layout, List.of(module, module, SeedBlend.PASS_THROUGH)));
      backward(layer, values(ROWS * 5, random), values(ROWS * 5, random));
      layer.takeGradient();
      layer.reconstruct(
          List.of(Blueprint.random(BlueprintKind.MODULE, 1, random)), new double[] {1});
      held = step == 0 ? layer.heldTensors() : held;
    }

    assertThat(layer.heldTensors()).isEqualTo(held);
  }

  @Test
  void saysHowWellModulesReproduceTheirChunks() {
    ChunkLayout layout = new ChunkLayout(3, 2);
    ChunkedLayer layer = layer(layout);
    layer.keepChunks(List.of(0, 1));
    float[] weights = new float[BlueprintKind.MODULE.parameters(2)];
    weights[0] = 0.5f;
    Blueprint first = Blueprint.of(BlueprintKind.MODULE, 2, weights);
    Blueprint second =
        Blueprint.of(BlueprintKind.MODULE, 1, new float[BlueprintKind.MODULE.parameters(1)]);
    assertThat(layer.reconstruct(List.of(first, second), new double[] {5, 9})).isEmpty();

    forward(layer, manager.create(new float[] {1, 2, 3}, new Shape(1, 3)), true);
    List<Reconstruction> results = layer.reconstruct(List.of(first, second), new double[] {5, 9});

    // The first makes (0.5, 0) of (1, 2): 0.25 + 4 of 5; by its gain 2·(−0.5)·1/5. The second makes
    // 0.
    assertThat(results.get(0).loss()).isCloseTo(0.85, within(1e-6));
    assertThat(results.get(0).gradient()[0]).isCloseTo(-0.2, within(1e-6));
    assertThat(results.get(1).loss()).isCloseTo(1, within(1e-6));
    assertThat(results.get(1).gradient()[0]).isCloseTo(-2, within(1e-6));
    assertThat(layer.reconstruct(List.of(first, second), new double[] {5, 9})).isEmpty();
  }

  private ChunkedLayer layer(ChunkLayout layout) {
    return new ChunkedLayer("layer-1", layout, manager, listener);
  }

  private static SeedBlend doubling() {
    return new SeedBlend.Graft(
        BlendStrategy.LINEAR, 1, Blueprint.of(new float[] {2}, new float[] {0}));
  }

  private static SeedBlend module(ChunkLayout layout, int seed, SplittableRandom random) {
    float[] weights = values(BlueprintKind.MODULE.parameters(layout.size(seed)), random);
    Blueprint blueprint = Blueprint.of(BlueprintKind.MODULE, layout.size(seed), weights);
    return new SeedBlend.Graft(BlendStrategy.LINEAR, random.nextDouble(0.1, 1), blueprint);
  }

  private static List<SeedBlend> blends(ChunkLayout layout, SplittableRandom random) {
    List<SeedBlend> blends = new ArrayList<>();
    for (int seed = 0; seed < layout.seeds(); seed++) {
      Blueprint affine = Blueprint.random(BlueprintKind.BOTH, layout.size(seed), random);
      blends.add(
          switch (random.nextInt(3)) {
            case 0 -> SeedBlend.PASS_THROUGH;
            case 1 -> new SeedBlend.Graft(BlendStrategy.LINEAR, 0.5, affine);
            default -> module(layout, seed, random);
          });
    }
    return blends;
  }

  private static float[] values(int count, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private NDArray forward(ChunkedLayer layer, NDArray x, boolean training) {
    return layer
        .forward(new ParameterStore(manager, false), new NDList(x), training)
        .singletonOrThrow();
  }

  /** Differentiates Σ weight·y. */
  private void backward(ChunkedLayer layer, float[] x, float[] weights) {
    long features = layer.layout().features();
    Shape shape = new Shape(x.length / features, features);
    try (NDManager step = manager.newSubManager();
        GradientCollector collector = TensorEngine.load().newGradientCollector()) {
      NDArray y = forward(layer, step.create(x, shape), true);
      collector.backward(y.mul(step.create(weights, shape)).sum());
    }
  }

  private static double difference(
      ChunkLayout layout,
      List<SeedBlend> blends,
      float[] x,
      float[] weights,
      int seed,
      int parameter) {
    double step = 1e-3;
    double above = loss(reference(layout, moved(blends, seed, parameter, step), x), weights);
    double below = loss(reference(layout, moved(blends, seed, parameter, -step), x), weights);
    return (above - below) / (2 * step);
  }

  private static double loss(double[] y, float[] weights) {
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      loss += weights[i] * y[i];
    }
    return loss;
  }

  private static List<SeedBlend> moved(
      List<SeedBlend> blends, int seed, int parameter, double step) {
    SeedBlend.Graft graft = (SeedBlend.Graft) blends.get(seed);
    float[] weights = graft.blueprint().weights();
    weights[parameter] += (float) step;
    List<SeedBlend> moved = new ArrayList<>(blends);
    Blueprint blueprint = Blueprint.of(BlueprintKind.MODULE, graft.blueprint().features(), weights);
    moved.set(seed, new SeedBlend.Graft(graft.strategy(), graft.alpha(), blueprint));
    return moved;
  }

  /** A difference across the kink of a relu is no derivative, so no hidden unit may be near it. */
  private static float[] valuesAwayFromKinks(
      ChunkLayout layout, List<SeedBlend> modules, SplittableRandom random) {
    float[] x = new float[ROWS * layout.features()];
    for (int row = 0; row < ROWS; row++) {
      float[] drawn;
      do {
        drawn = values(layout.features(), random);
      } while (nearestKink(layout, modules, drawn) < 0.01);
      System.arraycopy(drawn, 0, x, row * layout.features(), drawn.length);
    }
    return x;
  }

  private static double nearestKink(ChunkLayout layout, List<SeedBlend> modules, float[] row) {
    double nearest = Double.MAX_VALUE;
    for (int seed = 0; seed < layout.seeds(); seed++) {
      float[] weights = ((SeedBlend.Graft) modules.get(seed)).blueprint().weights();
      int start = layout.start(seed);
      for (double hidden : hiddenOf(weights, chunk(row, start, layout.size(seed)))) {
        nearest = Math.min(nearest, Math.abs(hidden));
      }
    }
    return nearest;
  }

  private static double[] chunk(float[] values, int start, int size) {
    double[] chunk = new double[size];
    for (int i = 0; i < size; i++) {
      chunk[i] = values[start + i];
    }
    return chunk;
  }

  private static double[] reference(ChunkLayout layout, List<SeedBlend> blends, float[] x) {
    double[] y = new double[x.length];
    for (int row = 0; row < x.length / layout.features(); row++) {
      for (int seed = 0; seed < layout.seeds(); seed++) {
        int first = row * layout.features() + layout.start(seed);
        double[] made = made(blends.get(seed), chunk(x, first, layout.size(seed)));
        System.arraycopy(made, 0, y, first, made.length);
      }
    }
    return y;
  }

  private static double[] made(SeedBlend blend, double[] chunk) {
    if (!(blend instanceof SeedBlend.Graft graft)) {
      return chunk;
    }
    Blueprint blueprint = graft.blueprint();
    double[] full = new double[chunk.length];
    if (blueprint.kind().isAffine()) {
      for (int i = 0; i < chunk.length; i++) {
        full[i] = blueprint.scale(i) * chunk[i] + blueprint.shift(i);
      }
    } else {
      full = moduleOf(blueprint.weights(), chunk);
    }
    for (int i = 0; i < chunk.length; i++) {
      full[i] = graft.alpha() * full[i] + (1 - graft.alpha()) * chunk[i];
    }
    return full;
  }

  private static double[] moduleOf(float[] weights, double[] chunk) {
    ModuleShape shape = ModuleShape.of(chunk.length);
    double[] full = new double[chunk.length];
    for (int i = 0; i < chunk.length; i++) {
      full[i] = weights[shape.gainAt(i)] * chunk[i] + weights[shape.biasAt(i)];
    }
    double[] hidden = hiddenOf(weights, chunk);
    for (int unit = 0; unit < shape.hidden(); unit++) {
      for (int i = 0; i < chunk.length; i++) {
        full[i] += Math.max(0, hidden[unit]) * weights[shape.outputAt(unit, i)];
      }
    }
    return full;
  }

  /** What the hidden units hold before their relu. */
  private static double[] hiddenOf(float[] weights, double[] chunk) {
    ModuleShape shape = ModuleShape.of(chunk.length);
    double[] hidden = new double[shape.hidden()];
    for (int unit = 0; unit < shape.hidden(); unit++) {
      hidden[unit] = weights[shape.hiddenBiasAt(unit)];
      for (int i = 0; i < chunk.length; i++) {
        hidden[unit] += weights[shape.inputAt(i, unit)] * chunk[i];
      }
    }
    return hidden;
  }

  @Test
  void forgetsAGradientOfModulesThatIsNoNumber() {
    ChunkLayout layout = new ChunkLayout(1, 1);
    ChunkedLayer layer = layer(layout);
    layer.blend(LayerMap.compile(layout, List.of(module(layout, 0, new SplittableRandom(5)))));
    layer.learn(true);

    backward(layer, new float[] {1}, new float[] {Float.NaN});
    assertThat(layer.takeGradient().orElseThrow().modules().getOrDefault(0, new double[0]))
        .contains(Double.NaN);
    backward(layer, new float[] {1}, new float[] {1});

    assertThat(layer.takeGradient().orElseThrow().modules().getOrDefault(0, new double[0]))
        .isNotEmpty()
        .doesNotContain(Double.NaN);
  }
}
