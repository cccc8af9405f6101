package io.tamiyo.host;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostProcess;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.layer.LayerRuntime;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.PublisherCounts;
import io.tamiyo.host.training.TrainedKernel;
import io.tamiyo.host.training.TrainedLayer;
import io.tamiyo.host.training.TrainedLayers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Chunked layers for anybody's training loop, reported to Tamiyo and commanded by it:
 *
 * <pre>{@code
 * try (LayerHost host = LayerHost.at(redis).layer("encoder.0", 64, 8).store(directory).open()) {
 *   network.add(host.layer("encoder.0"));
 *   host.evaluateBy(() -> heldOutAccuracy(network));
 *   host.start();
 *   // after each step of the optimizer: host.endStep(loss); after each pass: host.endEpoch();
 * }
 * }</pre>
 *
 * <p>One thread trains, and calls everything but {@link #counts}, {@link #seeds} and {@link
 * #trainingEpoch}, which any thread may.
 */
public final class LayerHost implements AutoCloseable {

  private final NDManager manager;
  private final Map<String, TrainedKernel> kernels = new LinkedHashMap<>();
  private final TrainedLayers training;
  private final HostProcess process;
  private final long reportNanos;
  private long nextReport;
  private boolean complete;
  private boolean closed;

  LayerHost(LayerHostBuilder builder, HostOptions options, HostStores stores, NDManager manager) {
    this.manager = manager;
    reportNanos = builder.reportInterval().toNanos();
    List<TrainedLayer> layers = new ArrayList<>();
    builder
        .layers()
        .forEach(
            (layerId, layout) -> {
              TrainedLayer layer = new TrainedLayer(layerId, layout, builder.learning(), manager);
              layers.add(layer);
              kernels.put(layerId, new TrainedKernel(layer, builder.learning(), stores.weights()));
            });
    training = new TrainedLayers(layers, builder.deltasPerEpoch());
    process = new HostProcess(options, builder.redis(), stores, this::kernel);
  }

  /**
   * A host at a Redis.
   *
   * @param redis {@code redis://user:password@host:port/db}, or {@code rediss://…} for TLS
   * @throws IllegalArgumentException when it is no such address
   */
  public static LayerHostBuilder at(String redis) {
    return at(RedisEndpoint.parse(redis));
  }

  /** A host at a Redis. */
  public static LayerHostBuilder at(RedisEndpoint redis) {
    return new LayerHostBuilder(redis);
  }

  private TrainedKernel kernel(String layerId) {
    TrainedKernel kernel = kernels.get(layerId);
    if (kernel == null) {
      throw new IllegalArgumentException(
          "this host has no layer %s; it has %s".formatted(layerId, kernels.keySet()));
    }
    return kernel;
  }

  /**
   * A layer as a block of a network: input and output have the shape (rows, features).
   *
   * @throws IllegalArgumentException if the host has no such layer
   */
  public Block layer(String layerId) {
    return kernel(layerId).layer().kernel();
  }

  /**
   * How the network is evaluated: the share of held-out examples that it gets right, 0 to 1.
   * Without it accuracy, performance_delta and total_improvement stay unknown, and no seed passes
   * EVALUATING.
   */
  public void evaluateBy(DoubleSupplier heldOutAccuracy) {
    training.evaluateBy(heldOutAccuracy);
  }

  /** Announces the layers, and takes commands from now on. */
  public void start() {
    process.start();
    training.takeChanges();
    nextReport = System.nanoTime() + reportNanos;
  }

  /**
   * A step of the optimizer is done. What Tamiyo has commanded takes effect with the next one.
   *
   * @param loss of the step's batch; not finite if the step was skipped for it
   */
  public void endStep(double loss) {
    training.endStep(loss);
    if (System.nanoTime() - nextReport >= 0) {
      for (LayerRuntime layer : process.layers()) {
        layer.report(kernel(layer.layerId()).measure());
      }
      nextReport = System.nanoTime() + reportNanos;
    }
  }

  /** A pass over the training set, or what counts as one, is done. */
  public void endEpoch() {
    training.endEpoch();
    process.layers().forEach(LayerRuntime::onTrainingEpoch);
  }

  /** Training epochs completed. */
  public long trainingEpoch() {
    return training.trainingEpoch();
  }

  /**
   * Measures something with every layer as the identity, and puts back what was in force; for
   * instance the accuracy that the network has without its seeds.
   */
  public double withoutSeeds(DoubleSupplier measurement) {
    return training.withoutSeeds(measurement);
  }

  /** The seeds of each layer as they are, in the order of the forward pass. */
  public List<SeedTable> seeds() {
    return process.layers().stream().map(LayerRuntime::seeds).toList();
  }

  /** What was sent so far. */
  public PublisherCounts counts() {
    return process.counts();
  }

  /**
   * Ends in order, and lets the layers' tensors go.
   *
   * @return whether Redis has everything; if not, acknowledgements and events are published again
   *     by the next host on the same store
   */
  public boolean stop() {
    if (!closed) {
      closed = true;
      complete = process.stop();
      training.close();
      manager.close();
    }
    return complete;
  }

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
