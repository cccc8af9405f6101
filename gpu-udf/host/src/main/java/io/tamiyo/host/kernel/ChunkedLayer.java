package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.tamiyo.host.blueprint.Blueprint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A layer whose features are divided into seeds, as a block of a network: input and output have the
 * shape (rows, features). It has no parameters of its own; gradients flow through it.
 *
 * <p>A failure in the computation of the seeds never breaks the network: the layer reports it to
 * its listener, is the identity for this forward, and stays so until it is blended anew.
 *
 * <p>Threads: {@link #blend} and forwards belong to one thread, since a pair that is replaced is
 * freed at once. What is in force is published with one volatile write, so {@link #blended} may be
 * asked from any thread.
 */
public final class ChunkedLayer extends AbstractBlock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChunkedLayer.class);

  private final String layerId;
  private final ChunkLayout layout;
  private final NDManager manager;
  private final KernelListener listener;
  private final ForwardPath path;
  private final FusedKernel kernel;
  private final FeatureSums sums;
  private final LearnedAffine learned;
  private final BlendedModules blendedModules;
  private final ModuleFit fit;
  private boolean learning;
  private volatile CompiledAffine active;
  private volatile List<LayerMap.Module> modules = List.of();
  private long failures;

  /**
   * A layer of pass-through seeds.
   *
   * @param parent keeps the compiled vectors until the layer is closed
   */
  public ChunkedLayer(
      String layerId, ChunkLayout layout, NDManager parent, KernelListener listener) {
    this(layerId, layout, parent, listener, ForwardPath.AUTOGRAD, KernelChoice.of(parent).kind());
  }

  ChunkedLayer(
      String layerId,
      ChunkLayout layout,
      NDManager parent,
      KernelListener listener,
      ForwardPath path,
      KernelKind kind) {
    this.layerId = layerId;
    this.layout = layout;
    this.manager = parent.newSubManager();
    this.listener = listener;
    this.path = path;
    this.kernel = kind.open(manager, layout.features());
    this.sums = new FeatureSums(layout.features());
    this.learned = new LearnedAffine(manager, layout.features());
    this.blendedModules = new BlendedModules(manager, layout);
    this.fit = new ModuleFit(manager, layout);
    this.active = new CompiledAffine(manager, AffineVectors.identity(layout.features()));
  }

  public ChunkLayout layout() {
    return layout;
  }

  /** The map in force. */
  public AffineVectors blended() {
    return active.vectors();
  }

  /** All that is in force. */
  public LayerMap inForce() {
    return new LayerMap(active.vectors(), modules);
  }

  /**
   * Puts another map in force from the next forward on.
   *
   * @return the map that was in force before
   * @throws IllegalArgumentException if the map is not as wide as the layer
   */
  public LayerMap blend(LayerMap map) {
    List<LayerMap.Module> previous = modules;
    modules = map.modules();
    if (map.modules().isEmpty()) {
      blendedModules.close();
    }
    return new LayerMap(replace(map.affine()), previous);
  }

  /**
   * As {@link #blend(LayerMap)}, of a map without modules.
   *
   * @return the affine part of the map that was in force before
   */
  public AffineVectors blend(AffineVectors vectors) {
    return blend(new LayerMap(vectors, List.of())).affine();
  }

  private AffineVectors replace(AffineVectors vectors) {
    if (vectors.features() != layout.features()) {
      throw new IllegalArgumentException(
          "layer %s has %d features, the map %d"
              .formatted(layerId, layout.features(), vectors.features()));
    }
    CompiledAffine previous = active;
    active = new CompiledAffine(manager, vectors);
    previous.close();
    return previous.vectors();
  }

  /**
   * Whether training forwards leave gradients for {@link #takeGradient}. Then A and B require
   * gradients in the engine's graph, so that the loss can be differentiated even if nothing else in
   * the network is trained.
   */
  public void learn(boolean wanted) {
    learning = wanted;
    if (!wanted) {
      learned.forget();
    }
  }

  /**
   * The gradient of the loss by the map in force, after the user's backward pass and outside of its
   * gradient collector or inside; valid until the next call. Empty if no training forward has
   * passed through the map since; taking it begins anew.
   */
  public Optional<LayerGradient> takeGradient() {
    if (!learned.isUsed()) {
      return Optional.empty();
    }
    return Optional.of(learned.take(blendedModules.takeGradients()));
  }

  /** Whose chunks {@link #reconstruct} shall know; ascending. */
  public void keepChunks(List<Integer> seeds) {
    fit.want(seeds);
  }

  /**
   * How well modules reproduce their chunks of the last training forward, and the gradient of that;
   * after the step, outside of the user's gradient collector.
   *
   * @param blueprints of the seeds whose chunks are kept, in their order
   * @param squares Σx² of each of these chunks
   * @return one for each; empty if no forward has passed
   * @throws IllegalStateException if somebody is collecting gradients
   */
  public List<Reconstruction> reconstruct(List<Blueprint> blueprints, double[] squares) {
    return fit.step(blueprints, squares);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> options) {
    NDArray x = inputs.singletonOrThrow();
    if (!training) {
      return new NDList(apply(x, x.hasGradient() ? path : this::applyFused));
    }
    long start = System.nanoTime();
    boolean observed = observe(x);
    if (observed) {
      suspendIfASeedWouldOverflow();
    }
    guarded("the chunks could not be kept", () -> fit.keep(x));
    NDArray y = apply(x, learning ? this::applyLearned : path);
    long nanos = System.nanoTime() - start;
    if (observed) {
      guarded("the listener failed", () -> listener.onForward(sums, nanos));
    }
    return new NDList(y);
  }

  private boolean guarded(String consequence, Runnable action) {
    try {
      action.run();
      return true;
    } catch (RuntimeException failure) {
      suspend(new KernelFailure(OptionalInt.empty(), consequence + ": " + failure));
      return false;
    }
  }

  private void suspendIfASeedWouldOverflow() {
    OptionalInt overflow = active.vectors().firstOverflow(sums);
    overflow.ifPresent(
        feature ->
            suspend(
                new KernelFailure(
                    OptionalInt.of(layout.seedOf(feature)),
                    "feature %d would leave the range of a float".formatted(feature))));
  }

  /** Whether there are new sums: on a GPU they come every so many forwards. */
  private boolean observe(NDArray x) {
    try {
      return kernel.observe(TensorRows.of(x, layout.features()), sums);
    } catch (RuntimeException failure) {
      suspend(new KernelFailure(OptionalInt.empty(), "the sums could not be read: " + failure));
      return false;
    }
  }

  /** y belongs to the manager of x, as the result of any operation on x does. */
  private NDArray applyFused(NDArray x, CompiledAffine affine) {
    NDArray y = x.getManager().create(x.getShape(), x.getDataType());
    kernel.forward(
        TensorRows.of(x, layout.features()), affine, TensorRows.of(y, layout.features()));
    return y;
  }

  private NDArray applyLearned(NDArray x, CompiledAffine affine) {
    return learned.apply(x, affine.vectors());
  }

  private NDArray apply(NDArray x, ForwardPath by) {
    CompiledAffine affine = active;
    List<LayerMap.Module> bent = modules;
    if (affine.vectors().isIdentity() && bent.isEmpty()) {
      return x;
    }
    try {
      NDArray y = by.apply(x, affine);
      return bent.isEmpty() ? y : blendedModules.apply(y, x, bent);
    } catch (RuntimeException failure) {
      suspend(
          new KernelFailure(OptionalInt.empty(), "the blend could not be computed: " + failure));
      return x;
    }
  }

  /**
   * Turns the layer to the identity until it is blended anew, and tells the listener. The log names
   * the 1st, 2nd, 4th, 8th … time: a failure that returns with every epoch shall not fill the disk.
   */
  public void suspend(KernelFailure failure) {
    failures++;
    if (Long.bitCount(failures) == 1) {
      LOG.warn(
          "layer {} is the identity until it is blended anew, for the {}. time: {}",
          layerId,
          failures,
          failure);
    }
    blend(LayerMap.identity(layout.features()));
    try {
      listener.onFailure(failure);
    } catch (RuntimeException deaf) {
      LOG.debug("layer {}: nobody has heard of {}", layerId, failure, deaf);
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape input = inputShapes[0];
    if (input.get(input.dimension() - 1) != layout.features()) {
      throw new IllegalArgumentException(
          "layer %s has %d features, its input has the shape %s"
              .formatted(layerId, layout.features(), input));
    }
    return inputShapes;
  }

  /** How many tensors the layer keeps between forwards. */
  int heldTensors() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    learned.close();
    blendedModules.close();
    fit.close();
    kernel.close();
    active.close();
    manager.close();
  }
}
