package io.tamiyo.host.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.LayerHost;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.grafting.AlphaState;
import io.tamiyo.host.grafting.LinearRamp;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.ChunkedLayer;
import io.tamiyo.host.kernel.FeatureSums;
import io.tamiyo.host.kernel.KernelFailure;
import io.tamiyo.host.kernel.KernelListener;
import io.tamiyo.host.kernel.TensorEngine;
import io.tamiyo.host.training.LearningOptions;
import io.tamiyo.host.training.SeedAssignment;
import java.util.SplittableRandom;

/**
 * What is compared: a forward in training of a layer that nobody listens to, and the same of a
 * hosted layer, with all that the host does on the thread at the end of the step. Both take the
 * same sums on the way and blend nothing, so the difference is what telemetry costs that thread.
 *
 * <p>A quarter of the seeds is in each of DORMANT, GERMINATED, EVALUATING and FINE_TUNING, so that
 * most of what can be measured is. All stand at alpha 0.
 */
final class HostStep implements AutoCloseable {

  static final String LAYER = "bench";
  private static final SeedState[] STATES = {
    SeedState.DORMANT, SeedState.GERMINATED, SeedState.EVALUATING, SeedState.FINE_TUNING
  };
  private static final double LOSS = 0.5;

  private final NDManager manager;
  private final ChunkedLayer unheard;
  private final LayerHost host;
  private final Block hosted;
  private final ParameterStore parameters;
  private final NDList input;

  /**
   * Opens a host at a Redis, and starts it.
   *
   * @param names of its keys
   */
  HostStep(String redis, StreamNames names, LayerSize size) {
    ChunkLayout layout = size.layout();
    manager = TensorEngine.newCpuManager();
    unheard = new ChunkedLayer(LAYER, layout, manager, new Silence());
    parameters = new ParameterStore(manager, false);
    NDArray x = manager.create(activations(size), new Shape(size.rows(), layout.features()));
    input = new NDList(x);
    host =
        LayerHost.at(redis)
            .names(names)
            .learning(LearningOptions.DEFAULTS.withGraftRate(0))
            .layer(LAYER, layout.features(), layout.seeds())
            .open();
    hosted = host.layer(LAYER);
    host.start();
    for (int seed = 0; seed < layout.seeds(); seed++) {
      host.trained(LAYER).request(assignment(seed, layout));
    }
  }

  private static SeedAssignment assignment(int seed, ChunkLayout layout) {
    return new SeedAssignment(
        seed,
        STATES[seed % STATES.length],
        0,
        BlendStrategy.LINEAR,
        new LinearRamp(1),
        Blueprint.identity(layout.size(seed)),
        AlphaState.ZERO,
        null);
  }

  private static float[] activations(LayerSize size) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[size.rows() * size.layout().features()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** One step without telemetry. */
  void without() {
    unheard.forward(parameters, input, true);
  }

  /** The same step with it. */
  void with() {
    hosted.forward(parameters, input, true);
    host.endStep(LOSS);
  }

  LayerHost host() {
    return host;
  }

  /** How many readings the host did not take in time. */
  long refused() {
    return host.trained(LAYER).readingsRefused();
  }

  @Override
  public void close() {
    host.close();
    unheard.close();
    manager.close();
  }

  /** Hears nothing. */
  private static final class Silence implements KernelListener {

    @Override
    public void onForward(FeatureSums sums, long nanos) {}

    @Override
    public void onFailure(KernelFailure failure) {
      throw new IllegalStateException(failure.toString());
    }
  }
}
