package io.tamiyo.host.bench;

import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostProcess;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.layer.LayerKernel;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.store.StoreOptions;
import io.tamiyo.host.telemetry.PublisherOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A host with one layer and a store of its own, whose kernel computes nothing. At the end neither
 * files nor keys are left.
 */
final class BenchHost implements AutoCloseable {

  static final String LAYER = "bench";

  private static final int ID_LENGTH = 8;

  private final RedisEndpoint redis;
  private final StreamNames names;
  private final Path directory;
  private final HostProcess process;

  private BenchHost(RedisEndpoint redis, StreamNames names, Path directory, HostProcess process) {
    this.redis = redis;
    this.names = names;
    this.directory = directory;
    this.process = process;
  }

  /**
   * A host that takes commands.
   *
   * @param sync whether its records are synced to disk
   */
  static BenchHost start(RedisEndpoint redis, int seeds, boolean sync) {
    StreamNames names =
        new StreamNames("bench-" + UUID.randomUUID().toString().substring(0, ID_LENGTH));
    HostOptions options =
        new HostOptions(
            names,
            "bench-host",
            Map.of(LAYER, seeds),
            LifecycleRules.DEFAULTS,
            PublisherOptions.DEFAULTS,
            Duration.ofHours(1),
            Duration.ofSeconds(5));
    try {
      Path directory = Files.createTempDirectory("tamiyo-bench-");
      StoreOptions storing = new StoreOptions(sync, StoreOptions.DEFAULTS.maxLogBytes());
      HostStores stores = HostStores.in(directory, storing);
      HostProcess process = new HostProcess(options, redis, stores, layer -> new NoKernel());
      process.start();
      return new BenchHost(redis, names, directory, process);
    } catch (IOException refused) {
      throw new UncheckedIOException("no directory for the store", refused);
    }
  }

  StreamNames names() {
    return names;
  }

  SeedTable seeds() {
    return process.layers().get(0).seeds();
  }

  @Override
  public void close() {
    process.stop();
    BenchKeys.delete(redis, names, LAYER);
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innermostFirst) {
        Files.delete(file);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot clear " + directory, refused);
    }
  }

  /** Has no tensors, and knows every weight. */
  private static final class NoKernel implements LayerKernel {

    @Override
    public void apply(Seed seed) {}

    @Override
    public void keepWeights(Seed seed) {}

    @Override
    public void disable(String why) {}

    @Override
    public boolean hasWeights(Seed seed) {
      return true;
    }

    @Override
    public Map<String, Double> measured(int seedId) {
      return Map.of();
    }
  }
}
