package io.tamiyo.host;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.PublisherCounts;
import io.tamiyo.host.training.TrainedKernel;
import io.tamiyo.host.training.TrainedLayer;
import io.tamiyo.host.training.TrainedLayers;
import java.net.URI;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>One thread trains, and calls everything; what only asks may be called by any.
 *
 * <p><b>The training beside it comes first.</b> From {@link #start} to {@link #stop}, {@link
 * #endStep}, {@link #endEpoch}, {@link #checkpoint} and the layers' forwards never throw, and never
 * wait for a disk, for Redis, or for a lock that is held over either; a thread of the host does.
 * What fails in the host makes the layer the identity, is counted, and is in the next report and
 * sign of life. {@link #restore} is the exception: it is asked for as a model is loaded, so it
 * waits until the seeds are back, and says when they can't be.
 */
public final class LayerHost implements AutoCloseable {

  private final NDManager manager;
  private final Map<String, TrainedKernel> kernels = new LinkedHashMap<>();
  private final TrainedLayers training;
  private final HostRole role;
  private long step = 1;
  private boolean complete;
  private boolean closed;

  /**
   * @param opened gets what closes again what is open already, the last first, for the case that
   *     this throws
   */
  LayerHost(
      LayerHostBuilder builder,
      HostOptions options,
      HostStores stores,
      NDManager manager,
      Deque<Runnable> opened) {
    this.manager = manager;
    List<TrainedLayer> layers = new ArrayList<>();
    builder
        .layers()
        .forEach(
            (layerId, layout) -> {
              TrainedLayer layer =
                  new TrainedLayer(
                      layerId, layout, builder.learning(), builder.sampleEvery(), manager);
              layers.add(layer);
              opened.push(layer::close);
              kernels.put(
                  layerId,
                  new TrainedKernel(
                      layer, builder.learning(), stores.weights(), stores.live(layerId)));
            });
    training = new TrainedLayers(layers, builder.evaluating(), System::nanoTime);
    role =
        builder.rank() == HostRanks.DECIDING
            ? new DecidingRole(builder, options, stores, kernels, training)
            : new FollowingRole(builder, options, kernels);
    opened.push(role::stop);
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
    return trained(layerId).kernel();
  }

  /**
   * A layer with its seeds, for tools that look closer than a training loop does.
   *
   * @throws IllegalArgumentException if the host has no such layer
   */
  public TrainedLayer trained(String layerId) {
    return kernel(layerId).layer();
  }

  /**
   * How the network is evaluated: the share of held-out examples that it gets right, 0 to 1.
   * Without it accuracy, performance_delta and total_improvement stay unknown, and no seed passes
   * EVALUATING.
   */
  public void evaluateBy(DoubleSupplier heldOutAccuracy) {
    training.evaluateBy(heldOutAccuracy);
  }

  /** Where metrics are served; empty before the start, or without a port for them. */
  public Optional<URI> metrics() {
    return role.metrics();
  }

  /**
   * Announces the layers, puts their seeds in force, and takes commands from now on.
   *
   * @throws java.io.UncheckedIOException when its port for metrics is taken; nothing has begun then
   */
  public void start() {
    start(1);
  }

  /**
   * As {@link #start()}, where training goes on.
   *
   * @param nextStep the training step that comes next, from 1; replicas of a layer count alike
   */
  public void start(long nextStep) {
    if (nextStep < 1) {
      throw new IllegalArgumentException("training steps count from 1: " + nextStep);
    }
    step = nextStep;
    role.start(step);
    role.beginStep(step);
    training.takeChanges();
  }

  /**
   * A step of the optimizer is done. What Tamiyo has commanded takes effect with the next one.
   *
   * @param loss of the step's batch; not finite if the step was skipped for it
   */
  public void endStep(double loss) {
    step++;
    role.beginStep(step);
    role.endStep(training.endStep(loss));
  }

  /** A pass over the training set, or what counts as one, is done. */
  public void endEpoch() {
    training.endEpoch();
    role.endEpoch();
  }

  /**
   * Takes a checkpoint of the seeds and what they have learned, to go with one of the network. It
   * is written by a thread of the host; {@link #checkpoints} has it when it is there.
   *
   * @return its id; empty in a replica that follows, which keeps none
   */
  public String checkpoint() {
    return role.checkpoint();
  }

  /** The checkpoints that are there, oldest first. */
  public List<String> checkpoints() {
    return role.checkpoints();
  }

  /**
   * Puts seeds and weights back to a checkpoint, bit for bit, as another life of the layers:
   * commands that were decided on the present one are refused from now on. Waits for disk and
   * Redis, and in a replica that follows until rank 0 has done the same.
   *
   * @throws io.tamiyo.host.store.StoreFailure when there is no such checkpoint, it is not as it was
   *     written, it is of other layers, or the change can't be made durable
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer or refuses
   */
  public void restore(String checkpointId) {
    role.restore(checkpointId, step);
    training.takeChanges();
  }

  /** Training epochs completed. */
  public long trainingEpoch() {
    return training.trainingEpoch();
  }

  /** Time spent on held-out evaluations by time of training, so far. */
  public double evaluationShare() {
    return training.evaluationShare();
  }

  /**
   * Measures something with every layer as the identity, and puts back what was in force; for
   * instance the accuracy that the network has without its seeds.
   */
  public double withoutSeeds(DoubleSupplier measurement) {
    return training.withoutSeeds(measurement);
  }

  /**
   * The seeds of each layer as they are, in the order of the forward pass; in a replica that
   * follows, as it has them in force.
   */
  public List<SeedTable> seeds() {
    return role.seeds();
  }

  /** How often something failed in the host, since the start. */
  public long failures() {
    return role.failures();
  }

  /** What was sent so far. */
  public PublisherCounts counts() {
    return role.counts();
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
      complete = role.stop();
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
