package io.tamiyo.host;

import ai.djl.ndarray.NDManager;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.health.HealthCheck;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.TensorEngine;
import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.layer.HostWatch;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.replica.ReplicaGroup;
import io.tamiyo.host.store.StoreOptions;
import io.tamiyo.host.telemetry.PublisherOptions;
import io.tamiyo.host.training.EvaluationOptions;
import io.tamiyo.host.training.LearningOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a {@link LayerHost} shall be; everything but the layers has a default. */
public final class LayerHostBuilder {

  private static final int HOST_ID_LENGTH = 8;

  private final RedisEndpoint redis;
  private final Map<String, ChunkLayout> layers = new LinkedHashMap<>();
  private String hostId = "host-" + UUID.randomUUID().toString().substring(0, HOST_ID_LENGTH);
  private StreamNames names = StreamNames.unnamed();
  private LifecycleRules rules = LifecycleRules.DEFAULTS;
  private PublisherOptions publishing = PublisherOptions.DEFAULTS;
  private LearningOptions learning = LearningOptions.DEFAULTS;
  private Duration reportInterval = Duration.ofMillis(200);
  private int sampleEvery = 1;
  private EvaluationOptions evaluating = EvaluationOptions.DEFAULTS;
  private int liveEpochs = 20;
  private int rank = HostRanks.DECIDING;
  private Optional<ReplicaGroup> group = Optional.empty();
  private OptionalInt metricsPort = OptionalInt.empty();
  private final List<HealthCheck> healthChecks = new ArrayList<>();
  private @Nullable HostStores stores;
  private @Nullable Path directory;
  private StoreOptions storing = StoreOptions.DEFAULTS;

  LayerHostBuilder(RedisEndpoint redis) {
    this.redis = redis;
  }

  /**
   * A layer of the network.
   *
   * @param layerId its name in the installation
   * @param features its width
   * @param seeds into which the features are divided, at most one a feature
   * @throws IllegalArgumentException if another layer has the id, or a feature is missing
   */
  public LayerHostBuilder layer(String layerId, int features, int seeds) {
    if (layers.putIfAbsent(layerId, new ChunkLayout(features, seeds)) != null) {
      throw new IllegalArgumentException("two layers have one id: " + layerId);
    }
    return this;
  }

  /** The host's name; a store that has one already keeps it. Default: a new one. */
  public LayerHostBuilder hostId(String id) {
    hostId = id;
    return this;
  }

  /** The keys of the installation. Default: those without an instance id. */
  public LayerHostBuilder names(StreamNames keys) {
    names = keys;
    return this;
  }

  /** By which commands are held to table and conditions. Default: those of the documents. */
  public LayerHostBuilder rules(LifecycleRules lifecycle) {
    rules = lifecycle;
    return this;
  }

  /** How it sends. */
  public LayerHostBuilder publishing(PublisherOptions options) {
    publishing = options;
    return this;
  }

  /** How seeds learn. */
  public LayerHostBuilder learning(LearningOptions options) {
    learning = options;
    return this;
  }

  /** Time between health reports of a layer. Default: 200 ms. */
  public LayerHostBuilder reportInterval(Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("the report interval is not positive: " + interval);
    }
    reportInterval = interval;
    return this;
  }

  /**
   * Activations are taken from one forward of so many, the first among them; what decides, such as
   * losses and errors, is taken from each. Default: 1.
   */
  public LayerHostBuilder sampleEvery(int forwards) {
    if (forwards < 1) {
      throw new IllegalArgumentException("one forward of %d is sampled".formatted(forwards));
    }
    sampleEvery = forwards;
    return this;
  }

  /**
   * Serves metrics for Prometheus and the host's health on a port of the loopback address, 0 for
   * any that is free. Default: nowhere.
   */
  public LayerHostBuilder metricsPort(int port) {
    metricsPort = OptionalInt.of(port);
    return this;
  }

  /** One more thing that the host's health depends on. */
  public LayerHostBuilder healthCheck(HealthCheck check) {
    healthChecks.add(check);
    return this;
  }

  /**
   * This process is one of several that train the same network in parallel. All are built alike.
   * Rank 0 takes Tamiyo's commands, reports, and has the store; the others put in force what it has
   * decided, with the same step of the optimizer. What their grafts learn from then on each learns
   * from its own batches.
   *
   * @param rank of this process, from 0
   * @param ranks how many there are
   * @throws IllegalArgumentException if there is no such rank
   */
  public LayerHostBuilder replica(int rank, int ranks) {
    return replica(rank, ReplicaGroup.of(ranks));
  }

  /** As {@link #replica(int, int)}, with the time that ranks are given. */
  public LayerHostBuilder replica(int number, ReplicaGroup replicas) {
    if (number < 0 || number >= replicas.ranks()) {
      throw new IllegalArgumentException(
          "of %d ranks, none is %d: they count from 0".formatted(replicas.ranks(), number));
    }
    rank = number;
    group = Optional.of(replicas);
    return this;
  }

  /** How much is evaluated, and what it may cost. Default: five per cent of training time. */
  public LayerHostBuilder evaluating(EvaluationOptions options) {
    evaluating = options;
    return this;
  }

  /**
   * Training epochs after which what seeds have learned since is written to the store; it is also
   * at each change of a seed. Default: 20.
   */
  public LayerHostBuilder keepLiveEvery(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("live weights are kept every %d epochs".formatted(epochs));
    }
    liveEpochs = epochs;
    return this;
  }

  /** Where seeds and weights survive a restart. Default: nowhere. */
  public LayerHostBuilder store(Path path, StoreOptions options) {
    directory = path;
    storing = options;
    return this;
  }

  /** Where seeds and weights survive a kill of the process. Default: nowhere. */
  public LayerHostBuilder store(Path path) {
    return store(path, StoreOptions.DEFAULTS);
  }

  LayerHostBuilder stores(HostStores others) {
    stores = others;
    return this;
  }

  /**
   * Opens the host: from now on its layers can be put into a network; {@link LayerHost#start} sets
   * it going.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer or refuses
   * @throws io.tamiyo.host.store.StoreFailure when the store can't be used
   * @throws IllegalArgumentException if there is no layer, or an id is not valid
   */
  public LayerHost open() {
    Map<String, Integer> seeds = new LinkedHashMap<>();
    layers.forEach((layerId, layout) -> seeds.put(layerId, layout.seeds()));
    HostOptions options =
        HostOptions.of(hostId, seeds).withNames(names).withRules(rules).withPublishing(publishing);
    redis.connect().close();
    Deque<Runnable> opened = new ArrayDeque<>();
    try {
      HostStores kept = openStores();
      opened.push(kept::close);
      NDManager manager = TensorEngine.newManager();
      opened.push(manager::close);
      return new LayerHost(this, options, kept, manager, opened);
    } catch (RuntimeException | LinkageError refused) {
      opened.forEach(close -> closeAfter(refused, close));
      throw refused;
    }
  }

  /** What can't be closed either must not hide why the host could not be opened. */
  private static void closeAfter(Throwable refused, Runnable close) {
    try {
      close.run();
    } catch (RuntimeException failure) {
      refused.addSuppressed(failure);
    }
  }

  private HostStores openStores() {
    if (rank != HostRanks.DECIDING) {
      return HostStores.none();
    }
    if (stores != null) {
      return stores;
    }
    return directory == null ? HostStores.none() : HostStores.in(directory, storing);
  }

  RedisEndpoint redis() {
    return redis;
  }

  Map<String, ChunkLayout> layers() {
    return layers;
  }

  LearningOptions learning() {
    return learning;
  }

  Duration reportInterval() {
    return reportInterval;
  }

  HostWatch watch(LongSupplier workFailures) {
    return new HostWatch(metricsPort, healthChecks, workFailures);
  }

  int rank() {
    return rank;
  }

  Optional<ReplicaGroup> group() {
    return group;
  }

  int sampleEvery() {
    return sampleEvery;
  }

  EvaluationOptions evaluating() {
    return evaluating;
  }

  int liveEpochs() {
    return liveEpochs;
  }
}
