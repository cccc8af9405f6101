package io.tamiyo.host.training;

import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.kernel.ChunkedLayer;
import io.tamiyo.host.kernel.KernelFailure;
import io.tamiyo.host.kernel.LayerGradient;
import io.tamiyo.host.kernel.Reconstruction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the seeds of a layer learn after each step: grafts from the loss of the task, by the
 * gradients that the user's backward pass has left in the layer; modules in TRAINING from how they
 * reproduce their chunks. No optimizer of the user's is involved. Affine blueprints in TRAINING
 * need only sums and learn in the forward pass ({@link SeedSlot#observe}).
 *
 * <p>A failure never reaches the training loop: where the task is concerned the layer turns to the
 * identity, a step of reconstruction is left out.
 */
final class LayerLearning {

  private static final Logger LOG = LoggerFactory.getLogger(LayerLearning.class);

  private final String layerId;
  private final ChunkedLayer kernel;
  private final List<SeedSlot> slots;
  private List<Integer> reconstructing = List.of();
  private long leftOut;

  LayerLearning(String layerId, ChunkedLayer kernel, List<SeedSlot> slots) {
    this.layerId = layerId;
    this.kernel = kernel;
    this.slots = slots;
  }

  /** Seeds are in other states. */
  void takeChanges() {
    reconstructing =
        IntStream.range(0, slots.size())
            .filter(seed -> slots.get(seed).isReconstructing())
            .boxed()
            .toList();
    kernel.keepChunks(reconstructing);
  }

  /** Another map is in force. */
  void compiled() {
    kernel.learn(slots.stream().anyMatch(SeedSlot::isLearning));
  }

  /**
   * Lets everybody take a step.
   *
   * @param useful whether the user's backward pass has taken place, through the map that seeds make
   * @return whether the map has changed by it
   */
  boolean endStep(boolean useful) {
    reconstruct();
    try {
      return learn(useful);
    } catch (RuntimeException failure) {
      kernel.suspend(
          new KernelFailure(OptionalInt.empty(), "the grafts could not learn: " + failure));
      return false;
    }
  }

  private boolean learn(boolean useful) {
    Optional<LayerGradient> gradient = kernel.takeGradient();
    if (!useful || gradient.isEmpty()) {
      return false;
    }
    boolean changed = false;
    for (SeedSlot slot : slots) {
      changed |= slot.learn(gradient.get());
    }
    return changed;
  }

  private void reconstruct() {
    List<Integer> seeds = reconstructing;
    if (seeds.isEmpty()) {
      return;
    }
    List<Blueprint> blueprints = seeds.stream().map(seed -> slots.get(seed).blueprint()).toList();
    double[] squares = seeds.stream().mapToDouble(seed -> slots.get(seed).squares()).toArray();
    try {
      for (Reconstruction result : kernel.reconstruct(blueprints, squares)) {
        slots.get(result.seed()).reconstructed(result);
      }
    } catch (RuntimeException failure) {
      leftOut++;
      if (Long.bitCount(leftOut) == 1) {
        LOG.warn(
            "layer {}: modules leave out a step of reconstruction, for the {}. time: {}",
            layerId,
            leftOut,
            failure.toString());
      }
    }
  }
}
