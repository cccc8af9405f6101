package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.host.blueprint.Blueprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkedLayerTest {

  private final NDManager manager = TensorEngine.newManager();
  private final RecordingListener listener = new RecordingListener();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void keepsEveryBitOfFeaturesWhoseSeedsPassThroughBesideAnActiveOne() {
    ChunkLayout layout = new ChunkLayout(7, 2);
    ChunkedLayer layer = layer(layout);
    layer.blend(AffineVectors.compile(layout, List.of(SeedBlend.PASS_THROUGH, tripling(3))));
    float[] x = {-0f, Float.NaN, 1e-40f, Float.NEGATIVE_INFINITY, 1f, 2f, 3f};

    float[] y = forward(layer, x, 1, false);

    for (int feature = 0; feature < 4; feature++) {
      assertThat(Float.floatToIntBits(y[feature])).isEqualTo(Float.floatToIntBits(x[feature]));
    }
    assertThat(y).endsWith(3f, 6f, 9f);
  }

  @Test
  void returnsItsVeryInputWhileNoSeedIsActive() {
    ChunkedLayer layer = layer(new ChunkLayout(2, 1));
    NDArray x = manager.create(new float[] {1, 2}, new Shape(1, 2));

    assertThat(layer.forward(store(), new NDList(x), true).singletonOrThrow()).isSameAs(x);
  }

  @RandomSeeds
  void computesWhatTheReferenceComputesForRandomStates(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    for (int round = 0; round < 20; round++) {
      ChunkLayout layout = new ChunkLayout(random.nextInt(8, 30), random.nextInt(1, 9));
      List<SeedBlend> blends = RandomBlends.draw(layout, random);
      ChunkedLayer layer = layer(layout);
      layer.blend(AffineVectors.compile(layout, blends));
      float[] x = new float[3 * layout.features()];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextDouble(-5, 5);
      }
      float[] y = forward(layer, x, 3, true);
      for (int i = 0; i < x.length; i++) {
        double expected = RandomBlends.reference(layout, blends, i % layout.features(), x[i]);
        assertThat((double) y[i]).as("value %d of %s", i, layout).isCloseTo(expected, within(1e-4));
      }
    }
  }

  @Test
  void letsGradientsFlowThroughEachChunk() {
    ChunkLayout layout = new ChunkLayout(4, 2);
    ChunkedLayer layer = layer(layout);
    layer.blend(AffineVectors.compile(layout, List.of(SeedBlend.PASS_THROUGH, tripling(2))));
    NDArray x = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 4));
    x.setRequiresGradient(true);

    try (GradientCollector collector = TensorEngine.load().newGradientCollector()) {
      collector.backward(layer.forward(store(), new NDList(x), true).singletonOrThrow().sum());
    }

    assertThat(x.getGradient().toFloatArray()).containsExactly(1f, 1f, 3f, 3f);
  }

  @Test
  void reportsTheSumsOfTrainingForwardsOnly() {
    ChunkedLayer layer = layer(new ChunkLayout(2, 2));

    forward(layer, new float[] {1, 10, 2, 20}, 2, true);
    forward(layer, new float[] {5, 50}, 1, false);
    forward(layer, new float[] {7, 70}, 1, true);

    assertThat(listener.firstSums).containsExactly(3.0, 7.0);
    assertThat(listener.nanos).allMatch(nanos -> nanos > 0);
    assertThat(listener.failures).isEmpty();
  }

  @Test
  void turnsToTheIdentityWhenASeedWouldOverflowAndNamesTheSeed() {
    ChunkLayout layout = new ChunkLayout(2, 2);
    ChunkedLayer layer = layer(layout);
    Blueprint huge = Blueprint.of(new float[] {1e30f}, new float[1]);
    SeedBlend overflowing = new SeedBlend.Graft(BlendStrategy.LINEAR, 1, huge);
    layer.blend(AffineVectors.compile(layout, List.of(tripling(1), overflowing)));

    float[] y = forward(layer, new float[] {2f, 1e10f}, 1, true);

    assertThat(y).containsExactly(2f, 1e10f);
    assertThat(layer.blended().isIdentity()).isTrue();
    assertThat(listener.failures).hasSize(1);
    assertThat(listener.failures.get(0).seed()).hasValue(1);

    layer.blend(AffineVectors.compile(layout, List.of(tripling(1), SeedBlend.PASS_THROUGH)));
    assertThat(forward(layer, new float[] {2f, 1e10f}, 1, true)).containsExactly(6f, 1e10f);
  }

  @Test
  void turnsToTheIdentityWhenTheEngineRefusesTheBlend() {
    ChunkLayout layout = new ChunkLayout(2, 1);
    ForwardPath refusing =
        (x, affine) -> {
          throw new IllegalStateException("no kernel today");
        };
    ChunkedLayer layer =
        new ChunkedLayer("layer-1", layout, manager, listener, refusing, KernelKind.TORCHSCRIPT);
    layer.blend(AffineVectors.compile(layout, List.of(tripling(2))));

    assertThat(forward(layer, new float[] {1, 2}, 1, true)).containsExactly(1f, 2f);
    assertThat(listener.failures).hasSize(1);
    assertThat(listener.failures.get(0).reason()).contains("no kernel today");
    assertThat(listener.failures.get(0).seed()).isEmpty();
  }

  @Test
  void keepsTheForwardWhenTheSumsCannotBeRead() {
    ChunkedLayer layer = layer(new ChunkLayout(2, 1));
    NDArray closed = manager.create(new float[] {1, 2}, new Shape(1, 2));
    NDList input = new NDList(closed);
    NDArray integers = manager.create(new byte[] {1, 2, 3}, new Shape(1, 3));

    assertThat(layer.forward(store(), new NDList(integers), true).singletonOrThrow())
        .isSameAs(integers);
    assertThat(listener.failures).hasSize(1);
    assertThat(layer.forward(store(), input, true)).hasSize(1);
    assertThat(listener.failures).hasSize(1);
  }

  @Test
  void turnsToTheIdentityWhenItsListenerFails() {
    ChunkLayout layout = new ChunkLayout(2, 1);
    FailingListener failing = new FailingListener();
    ChunkedLayer layer = new ChunkedLayer("layer-1", layout, manager, failing);
    layer.blend(AffineVectors.compile(layout, List.of(tripling(2))));

    assertThat(forward(layer, new float[] {1, 2}, 1, true)).containsExactly(3f, 6f);
    assertThat(failing.failures).hasSize(1);
    assertThat(forward(layer, new float[] {1, 2}, 1, false)).containsExactly(1f, 2f);
  }

  @Test
  void goesOnWhenItsListenerDoesNotEvenHearOfFailures() {
    ChunkLayout layout = new ChunkLayout(2, 1);
    KernelListener deaf =
        new KernelListener() {
          @Override
          public void onForward(FeatureSums sums, long nanos) {
            throw new IllegalStateException("nobody listens");
          }

          @Override
          public void onFailure(KernelFailure failure) {
            throw new IllegalStateException("nobody hears");
          }
        };
    ChunkedLayer layer = new ChunkedLayer("layer-1", layout, manager, deaf);
    layer.blend(AffineVectors.compile(layout, List.of(tripling(2))));

    assertThat(forward(layer, new float[] {1, 2}, 1, true)).containsExactly(3f, 6f);
    assertThat(forward(layer, new float[] {1, 2}, 1, true)).containsExactly(1f, 2f);
  }

  @Test
  void keepsOnePairOfVectorsHoweverOftenItIsBlended() {
    ChunkLayout layout = new ChunkLayout(2, 1);
    ChunkedLayer layer = layer(layout);
    AffineVectors tripling = AffineVectors.compile(layout, List.of(tripling(2)));

    for (int round = 0; round < 100; round++) {
      layer.blend(tripling);
      forward(layer, new float[] {1, 2}, 1, true);
    }

    assertThat(layer.heldTensors()).isEqualTo(2);
    assertThat(layer.blend(AffineVectors.identity(2))).isSameAs(tripling);
  }

  @Test
  void refusesAMapOrAnInputOfAnotherWidth() {
    ChunkedLayer layer = layer(new ChunkLayout(4, 2));

    assertThatThrownBy(() -> layer.blend(AffineVectors.identity(3)))
        .hasMessage("layer layer-1 has 4 features, the map 3");
    assertThatThrownBy(() -> layer.getOutputShapes(new Shape[] {new Shape(1, 5)}))
        .hasMessageContaining("layer layer-1 has 4 features");
    assertThat(layer.getOutputShapes(new Shape[] {new Shape(1, 4)}))
        .containsExactly(new Shape(1, 4));
  }

  private ChunkedLayer layer(ChunkLayout layout) {
    return new ChunkedLayer("layer-1", layout, manager, listener);
  }

  private static SeedBlend tripling(int features) {
    float[] scale = new float[features];
    Arrays.fill(scale, 3f);
    return new SeedBlend.Graft(BlendStrategy.LINEAR, 1, Blueprint.of(scale, new float[features]));
  }

  private float[] forward(ChunkedLayer layer, float[] x, int rows, boolean training) {
    NDArray input = manager.create(x, new Shape(rows, x.length / rows));
    return layer.forward(store(), new NDList(input), training).singletonOrThrow().toFloatArray();
  }

  private ParameterStore store() {
    return new ParameterStore(manager, false);
  }

  private static final class FailingListener implements KernelListener {
    private final List<KernelFailure> failures = new ArrayList<>();

    @Override
    public void onForward(FeatureSums sums, long nanos) {
      throw new IllegalStateException("nobody listens");
    }

    @Override
    public void onFailure(KernelFailure failure) {
      failures.add(failure);
    }
  }
}
