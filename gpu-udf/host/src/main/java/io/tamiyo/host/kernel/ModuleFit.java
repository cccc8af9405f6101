package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.tamiyo.host.blueprint.Blueprint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reconstruction loss {@code ‖module(x) − x‖² / ‖x‖²} of modules that learn to reproduce their
 * chunks, and its gradients, by the engine. The chunks are copied in the forward pass, detached
 * from the network's graph, and differentiated after the step, since the engine has one collector
 * of gradients at a time. 4·rows·k·c bytes from forward to step.
 */
final class ModuleFit implements AutoCloseable {

  private final NDManager manager;
  private final ChunkLayout layout;
  private List<Integer> wanted = List.of();
  private @Nullable ModuleBatch batch;
  private @Nullable NDArray kept;

  ModuleFit(NDManager parent, ChunkLayout layout) {
    manager = parent.newSubManager();
    this.layout = layout;
  }

  /** Whose chunks are kept from now on, ascending. */
  void want(List<Integer> seeds) {
    if (!seeds.equals(wanted)) {
      wanted = List.copyOf(seeds);
      forget();
      if (batch != null) {
        batch.close();
        batch = null;
      }
    }
  }

  /** Keeps the chunks of a layer's input. */
  void keep(NDArray x) {
    if (wanted.isEmpty()) {
      return;
    }
    forget();
    if (batch == null) {
      batch = new ModuleBatch(manager, layout, wanted);
    }
    try (NDArray detached = x.stopGradient()) {
      NDArray chunks = batch.chunks(detached);
      chunks.attach(manager);
      kept = chunks;
    }
  }

  /**
   * What the last forward says of modules.
   *
   * @param blueprints in the order of the seeds that are wanted
   * @param squares Σx² of each chunk in that forward
   * @return one for each; empty if no forward has passed
   * @throws IllegalStateException if somebody is collecting gradients
   */
  List<Reconstruction> step(List<Blueprint> blueprints, double[] squares) {
    NDArray chunks = kept;
    ModuleBatch modules = batch;
    if (chunks == null || modules == null || blueprints.size() != wanted.size()) {
      return List.of();
    }
    for (int place = 0; place < wanted.size(); place++) {
      modules.put(place, blueprints.get(place));
    }
    try (NDManager step = manager.newSubManager();
        GradientCollector collector = TensorEngine.load().newGradientCollector()) {
      chunks.attach(step);
      kept = null;
      NDArray errors = modules.apply(chunks).sub(chunks).square().mul(mask(step, modules));
      NDArray bySeed = errors.sum(new int[] {1, 2});
      NDArray shares = step.create(shares(squares));
      collector.backward(bySeed.mul(shares).sum());
      return results(bySeed.toFloatArray(), squares, modules.gradients());
    }
  }

  /** 1 where a chunk has a feature, 0 where it is padded, (k, 1, c). */
  private NDArray mask(NDManager step, ModuleBatch modules) {
    int width = modules.width();
    float[] mask = new float[wanted.size() * width];
    for (int place = 0; place < wanted.size(); place++) {
      for (int i = 0; i < layout.size(wanted.get(place)); i++) {
        mask[place * width + i] = 1;
      }
    }
    return step.create(mask, new Shape(wanted.size(), 1, width));
  }

  private static float[] shares(double[] squares) {
    float[] shares = new float[squares.length];
    for (int place = 0; place < shares.length; place++) {
      shares[place] = squares[place] > 0 ? (float) (1 / squares[place]) : 0;
    }
    return shares;
  }

  private List<Reconstruction> results(float[] errors, double[] squares, double[][] gradients) {
    List<Reconstruction> results = new ArrayList<>();
    for (int place = 0; place < wanted.size(); place++) {
      double loss = errors[place] / squares[place];
      results.add(new Reconstruction(wanted.get(place), loss, gradients[place]));
    }
    return results;
  }

  private void forget() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  @Override
  public void close() {
    forget();
    if (batch != null) {
      batch.close();
    }
    manager.close();
  }
}
