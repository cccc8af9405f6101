package io.tamiyo.host.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.kernel.ActivationWindow;
import io.tamiyo.host.kernel.AffineVectors;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.CompiledAffine;
import io.tamiyo.host.kernel.FeatureSums;
import io.tamiyo.host.kernel.FusedKernel;
import io.tamiyo.host.kernel.KernelKind;
import io.tamiyo.host.kernel.SeedBlend;
import io.tamiyo.host.kernel.TensorRows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is compared: one step of a layer with its telemetry, and a copy of the layer's input. The
 * seeds pass through and blend by each strategy in turn.
 */
final class KernelStep implements AutoCloseable {

  private final NDManager manager;
  private final FusedKernel kernel;
  private final CompiledAffine map;
  private final TensorRows x;
  private final TensorRows y;
  private final ByteBuffer from;
  private final ByteBuffer to;
  private final FeatureSums sums;
  private final ActivationWindow window;

  KernelStep(NDManager parent, KernelKind kind, LayerSize size) {
    SplittableRandom random = new SplittableRandom(1);
    ChunkLayout layout = size.layout();
    manager = parent.newSubManager();
    kernel = kind.open(manager, layout.features());
    map = new CompiledAffine(manager, AffineVectors.compile(layout, blends(layout, random)));
    Shape shape = new Shape(size.rows(), layout.features());
    NDArray input = manager.create(activations(size, random), shape).duplicate();
    NDArray output = manager.zeros(shape);
    x = TensorRows.of(input, layout.features());
    y = TensorRows.of(output, layout.features());
    from = input.toByteBuffer(true);
    to = output.toByteBuffer(true);
    sums = new FeatureSums(layout.features());
    window = new ActivationWindow(layout);
  }

  private static List<SeedBlend> blends(ChunkLayout layout, SplittableRandom random) {
    BlendStrategy[] strategies = BlendStrategy.values();
    List<SeedBlend> blends = new ArrayList<>();
    for (int seed = 0; seed < layout.seeds(); seed++) {
      int turn = seed % (strategies.length + 1);
      Blueprint blueprint = blueprint(layout.size(seed), random);
      blends.add(
          turn == strategies.length
              ? SeedBlend.PASS_THROUGH
              : new SeedBlend.Graft(strategies[turn], random.nextDouble(), blueprint));
    }
    return blends;
  }

  private static float[] activations(LayerSize size, SplittableRandom random) {
    return values(size.rows() * size.layout().features(), random);
  }

  private static Blueprint blueprint(int features, SplittableRandom random) {
    return Blueprint.of(values(features, random), values(features, random));
  }

  private static float[] values(int count, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** y and sums, the check that no seed overflows, and the window that reports read. */
  void step() {
    if (kernel.forward(x, map, y, sums)) {
      if (map.vectors().firstOverflow(sums).isPresent()) {
        throw new IllegalStateException("a seed overflows");
      }
      window.add(sums);
    }
  }

  /** The fastest way to copy one tensor's memory to another's. */
  void copy() {
    to.put(0, from, 0, from.capacity());
  }

  @Override
  public void close() {
    kernel.close();
    map.close();
    manager.close();
  }
}
