package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.checkpoint.LayerCheckpoint;
import io.tamiyo.host.commands.HostAddresses;
import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.control.ControlLogReader;
import io.tamiyo.host.metrics.HostEndpoint;
import io.tamiyo.host.metrics.HostVitals;
import io.tamiyo.host.metrics.ProcessLoad;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.replica.ReplicaGroup;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.telemetry.ProducerIdentity;
import io.tamiyo.host.telemetry.Publisher;
import io.tamiyo.host.telemetry.PublisherCounts;
import io.tamiyo.host.telemetry.RedisClaimChecks;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;

/**
 * A host in operation: its layers, the logs that command them, and what they send. It needs Redis
 * to begin, and then outlives its absence.
 */
public final class HostProcess {

  private static final Logger LOG = LoggerFactory.getLogger(HostProcess.class);
  private static final Duration CLAIM_CHECK_LIFE = Duration.ofHours(1);
  private static final String HEALTHY = "healthy";
  private static final String DEGRADED = "degraded";
  private static final String STOPPING = "stopping";

  private final HostOptions options;
  private final RedisEndpoint redis;
  private final HostStores stores;
  private final NativeWriter writer;
  private final WireReader reader;
  private final Publisher publisher;
  private final List<LayerRuntime> layers;
  private final ThreadGuard guard;
  private final LayerReplicas replicas;
  private final Optional<ControlLogReader> reports;
  private final HostLogs logs;
  private final HostSigns signs;
  private final Heart heart;
  private final HostWatching watching;
  private final AtomicLong beats = new AtomicLong();
  private final AtomicBoolean isBeatUnderWay = new AtomicBoolean();

  /** A host without replicas that nobody watches from outside; {@link #start} sets it going. */
  public HostProcess(
      HostOptions options,
      RedisEndpoint redis,
      HostStores stores,
      Function<String, LayerKernel> kernels) {
    this(options, redis, stores, kernels, Map.of(), HostWatch.NONE);
  }

  /**
   * A host; {@link #start} sets it going. It decides for the data-parallel replicas of some of its
   * layers. Beside each of these runs rank 0, a {@link io.tamiyo.host.replica.ReplicaRank}; its
   * kernel is asked for measurements and weights, and not told what to put in force.
   *
   * @param kernels the kernel of each layer, by layer id
   * @param stores is closed by {@link #stop}, and by the caller if this throws
   * @param replicated by layer id
   * @param watch how it is watched from outside
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer or refuses
   * @throws io.tamiyo.host.store.StoreFailure when a store can't be used
   */
  public HostProcess(
      HostOptions options,
      RedisEndpoint redis,
      HostStores stores,
      Function<String, LayerKernel> kernels,
      Map<String, ReplicaGroup> replicated,
      HostWatch watch) {
    this.options = options;
    this.redis = redis;
    UnclaimedStops unclaimed;
    this.stores = stores;
    ClaimCheckStore claimChecks = new RedisClaimChecks(redis, options.names(), CLAIM_CHECK_LIFE);
    this.writer = new NativeWriter(options.publishing().limits(), claimChecks);
    this.reader = new WireReader(WireLimits.DEFAULTS, MessageTypes.discovered(), claimChecks);
    try (Jedis jedis = redis.connect()) {
      HostBirth birth = new HostBirth(jedis, options.names());
      ProducerIdentity identity = birth.identity(stores.hostId(options.hostId()));
      Map<String, String> streams = birth.register(options.layerIds());
      InstantSource clock = InstantSource.system();
      this.publisher =
          new Publisher(
              redis,
              identity,
              writer,
              options.publishing(),
              stores.spool(options.publishing().backlog().maxDiskBytes()),
              clock,
              connected -> connected.hset(options.names().layers(), streams));
      LayerContext context =
          new LayerContext(
              identity.producer(),
              new LayerProtocol(options.rules()),
              reader,
              publisher,
              clock,
              options.publishing().snapshotsPerReport(),
              this::addresses);
      unclaimed =
          new UnclaimedStops(redis, options.names(), context, writer, options.layers().keySet());
      this.signs = new HostSigns(context, identity.epoch());
      this.replicas = new LayerReplicas(replicated, context, options.names());
      this.layers = layers(birth, streams, context, kernels);
      replicas.arrive(jedis);
    } catch (RuntimeException | LinkageError refused) {
      writer.close();
      throw refused;
    }
    this.guard = new ThreadGuard(layers);
    this.logs = new HostLogs(redis, options.names(), layers, unclaimed);
    this.reports = replicas.reader(redis, reader);
    this.heart = new Heart(options.heartbeat(), this::beat);
    this.watching = new HostWatching(watch, publisher, logs, layers, options.heartbeat());
  }

  private List<LayerRuntime> layers(
      HostBirth birth,
      Map<String, String> streams,
      LayerContext context,
      Function<String, LayerKernel> kernels) {
    List<LayerRuntime> runtimes = new ArrayList<>();
    for (Map.Entry<String, Integer> layer : options.layers().entrySet()) {
      String layerId = layer.getKey();
      LayerStore store = stores.layer(layerId);
      LayerState state = birth.layer(store, layerId, layer.getValue());
      LayerChannels channels =
          LayerChannels.of(
              options.names(), layerId, Objects.requireNonNull(streams.get(layerId), layerId));
      LayerKernel kernel = kernels.apply(layerId);
      runtimes.add(
          new LayerRuntime(
              context, store, state, kernel, channels, replicas.enforcement(layerId, kernel)));
    }
    return List.copyOf(runtimes);
  }

  /**
   * Announces the layers, and takes commands from now on.
   *
   * @throws java.io.UncheckedIOException when its port for metrics is taken; nothing has begun then
   */
  public void start() {
    watching.open();
    new WarmUp(reader, writer).play();
    publisher.start(guard);
    for (LayerRuntime layer : layers) {
      layer.begin();
      layer.tell(signs.announcement(layer.layerId(), layer.seeds().hostEpoch()), () -> {});
    }
    reports.ifPresent(log -> log.start(guard));
    logs.start(guard);
    heart.start(guard);
  }

  private HostAddresses addresses() {
    return watching
        .endpoint()
        .map(
            at ->
                new HostAddresses(
                    Map.of("metrics", at.metrics().toString()), at.health().toString()))
        .orElse(HostAddresses.NONE);
  }

  /** While Redis is away no more than one sign of life waits for it. */
  private void beat() {
    replicas.giveUpSilentOnes();
    if (isBeatUnderWay.compareAndSet(false, true)) {
      tell(
          layer -> layer.isBroken() ? DEGRADED : HEALTHY,
          () -> {
            isBeatUnderWay.set(false);
            watching.beatArrived();
          });
    }
  }

  /**
   * @param confirmed is run when Redis has the last of them
   */
  private void tell(Function<LayerRuntime, String> status, Runnable confirmed) {
    long number = beats.incrementAndGet();
    AtomicInteger open = new AtomicInteger(layers.size());
    HostVitals vitals = watching.vitals();
    Map<String, Double> load = ProcessLoad.now();
    for (LayerRuntime layer : layers) {
      layer.tell(
          signs.heartbeat(layer, number, status.apply(layer), vitals, load),
          () -> {
            if (open.decrementAndGet() == 0) {
              confirmed.run();
            }
          });
    }
  }

  /**
   * Puts layers back to a checkpoint. Each begins another life, which is announced as a birth is.
   *
   * @param id of the checkpoint
   * @param checkpoints by layer id, one for each layer
   * @param bytes of each in the checkpoint
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer or refuses;
   *     nothing has changed then
   * @throws io.tamiyo.host.store.StoreFailure when a layer is broken, nothing has changed then; or
   *     when it can't be made durable, the layers before the one that it names have been put back
   */
  public void rewind(
      String id, Map<String, LayerCheckpoint> checkpoints, ToLongFunction<String> bytes) {
    layers.forEach(LayerRuntime::requireUsable);
    List<Long> epochs = new ArrayList<>();
    try (Jedis jedis = redis.connect()) {
      HostBirth birth = new HostBirth(jedis, options.names());
      layers.forEach(layer -> epochs.add(birth.hostEpoch()));
    }
    for (int place = 0; place < layers.size(); place++) {
      LayerRuntime layer = layers.get(place);
      LayerCheckpoint checkpoint =
          Objects.requireNonNull(checkpoints.get(layer.layerId()), layer.layerId());
      layer.rewind(id, checkpoint, epochs.get(place), bytes.applyAsLong(layer.layerId()));
    }
  }

  /** Training has come to a step, in the replicas of this process; never waits. */
  public void reached(long step) {
    replicas.reached(step);
  }

  /** The layers in operation, in the order of the options. */
  public List<LayerRuntime> layers() {
    return layers;
  }

  /** Shall hear of every thread of the host that breaks off. */
  public Thread.UncaughtExceptionHandler guard() {
    return guard;
  }

  /** Where metrics are served; empty before the start, or if nobody asked for it. */
  public Optional<URI> metrics() {
    return watching.endpoint().map(HostEndpoint::metrics);
  }

  /** What was sent so far. */
  public PublisherCounts counts() {
    return publisher.counts();
  }

  /**
   * Ends in order: no more commands, everything published, a goodbye, the stores closed.
   *
   * @return whether Redis has everything; if not, acknowledgements and events are published again
   *     by the next host on the same store
   */
  public boolean stop() {
    logs.close();
    reports.ifPresent(ControlLogReader::close);
    heart.close();
    watching.close();
    tell(layer -> STOPPING, () -> {});
    boolean finished = publisher.finish(options.farewell());
    if (finished) {
      replicas.leave(redis);
    }
    layers.forEach(LayerRuntime::close);
    closeStores();
    if (publisher.hasEnded()) {
      writer.close();
    }
    return finished;
  }

  private void closeStores() {
    try {
      stores.close();
    } catch (StoreFailure failure) {
      LOG.warn("the host has ended, but for its store: {}", failure.getMessage());
    }
  }
}
