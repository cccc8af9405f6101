package io.tamiyo.host;

import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostProcess;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.layer.LayerRuntime;
import io.tamiyo.host.replica.ReplicaGroup;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.PublisherCounts;
import io.tamiyo.host.training.TrainedKernel;
import io.tamiyo.host.training.TrainedLayers;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Takes Tamiyo's commands, for itself and for the replicas of its layers, if it has any. */
final class DecidingRole implements HostRole {

  private final HostWork work;
  private final HostProcess process;
  private final HostRanks ranks;
  private final HostReporting reporting;
  private final HostKeeping keeping;

  /**
   * @param stores is closed by {@link #stop}, and by the caller if this throws
   */
  DecidingRole(
      LayerHostBuilder builder,
      HostOptions options,
      HostStores stores,
      Map<String, TrainedKernel> kernels,
      TrainedLayers training) {
    this.work = new HostWork(options.farewell());
    Optional<ReplicaGroup> group = builder.group();
    Map<String, ReplicaGroup> groups = new LinkedHashMap<>();
    group.ifPresent(all -> kernels.keySet().forEach(layerId -> groups.put(layerId, all)));
    this.process =
        new HostProcess(
            options,
            builder.redis(),
            stores,
            layerId -> Objects.requireNonNull(kernels.get(layerId), layerId),
            groups,
            builder.watch(work::failures));
    try {
      this.ranks =
          group.isPresent()
              ? HostRanks.of(builder, options, kernels, HostRanks.DECIDING)
              : HostRanks.none();
    } catch (RuntimeException | LinkageError refused) {
      process.stop();
      throw refused;
    }
    List<HostedLayer> hosted =
        process.layers().stream().map(runtime -> hosted(runtime, kernels)).toList();
    this.reporting = new HostReporting(hosted, training, work, builder.reportInterval());
    this.keeping = new HostKeeping(hosted, training, work, stores, builder.liveEpochs());
  }

  private static HostedLayer hosted(LayerRuntime runtime, Map<String, TrainedKernel> kernels) {
    String layerId = runtime.layerId();
    return new HostedLayer(runtime, Objects.requireNonNull(kernels.get(layerId), layerId));
  }

  /** What is decided from the first command on is set ahead of where training stands. */
  @Override
  public void start(long step) {
    process.reached(step);
    process.start();
    work.start(process.guard());
    ranks.start();
    reporting.begin();
  }

  @Override
  public void beginStep(long step) {
    process.reached(step);
    ranks.begin(step);
  }

  @Override
  public void endStep(boolean changed) {
    reporting.endStep();
    keeping.endStep(changed);
  }

  @Override
  public void endEpoch() {
    reporting.endEpoch();
    keeping.endEpoch();
  }

  @Override
  public String checkpoint() {
    return keeping.checkpoint();
  }

  @Override
  public List<String> checkpoints() {
    return keeping.checkpoints();
  }

  @Override
  public void restore(String checkpointId, long step) {
    keeping.restore(checkpointId, process);
    ranks.awaitCheckpoint(checkpointId);
    ranks.begin(step);
    keeping.restored();
    reporting.begin();
  }

  @Override
  public Optional<URI> metrics() {
    return process.metrics();
  }

  @Override
  public List<SeedTable> seeds() {
    return process.layers().stream().map(LayerRuntime::seeds).toList();
  }

  @Override
  public long failures() {
    return work.failures()
        + ranks.failures()
        + process.layers().stream().mapToLong(LayerRuntime::failures).sum();
  }

  @Override
  public PublisherCounts counts() {
    return process.counts();
  }

  @Override
  public boolean stop() {
    boolean done = work.finish();
    ranks.close();
    return process.stop() && done;
  }
}
