package io.tamiyo.host;

import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.PublisherCounts;
import io.tamiyo.host.training.TrainedKernel;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts in force what rank 0 has decided, with the same step, and neither takes commands nor
 * reports: rank 0 does both for all. It keeps nothing either; when it begins again, rank 0 tells it
 * all.
 */
final class FollowingRole implements HostRole {

  private final Map<String, TrainedKernel> kernels;
  private final HostRanks ranks;
  private final int retainEpochs;
  private int epochs;

  FollowingRole(LayerHostBuilder builder, HostOptions options, Map<String, TrainedKernel> kernels) {
    this.kernels = kernels;
    this.ranks = HostRanks.of(builder, options, kernels, builder.rank());
    this.retainEpochs = builder.liveEpochs();
  }

  @Override
  public void start(long step) {
    ranks.start();
  }

  @Override
  public void beginStep(long step) {
    ranks.begin(step);
  }

  @Override
  public void endStep(boolean changed) {}

  @Override
  public void endEpoch() {
    epochs++;
    if (epochs % retainEpochs == 0) {
      Set<String> named = ranks.names();
      kernels.values().forEach(kernel -> kernel.retain(named));
    }
  }

  @Override
  public String checkpoint() {
    return "";
  }

  @Override
  public List<String> checkpoints() {
    return List.of();
  }

  @Override
  public void restore(String checkpointId, long step) {
    ranks.awaitCheckpoint(checkpointId);
    ranks.begin(step);
  }

  @Override
  public Optional<URI> metrics() {
    return Optional.empty();
  }

  @Override
  public List<SeedTable> seeds() {
    return kernels.values().stream().map(this::seeds).toList();
  }

  private SeedTable seeds(TrainedKernel kernel) {
    String layerId = kernel.layer().layerId();
    SeedTable dormant = SeedTable.dormant(layerId, 0, kernel.layer().layout().seeds());
    Map<Integer, Seed> seeds = new LinkedHashMap<>();
    dormant.seeds().forEach(seed -> seeds.put(seed.id(), seed));
    ranks.inForce(layerId).forEach(seed -> seeds.replace(seed.id(), seed));
    return new SeedTable(layerId, List.copyOf(seeds.values()));
  }

  @Override
  public long failures() {
    return ranks.failures() + kernels.values().stream().mapToLong(TrainedKernel::failures).sum();
  }

  @Override
  public PublisherCounts counts() {
    return ranks.counts();
  }

  @Override
  public boolean stop() {
    return ranks.close();
  }
}
