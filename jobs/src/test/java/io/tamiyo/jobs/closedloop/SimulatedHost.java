package io.tamiyo.jobs.closedloop;

import io.tamiyo.contracts.lifecycle.LifecycleOptions;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostProcess;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A real host with simulated kernels: gate, store, publisher and control log are the product's. */
final class SimulatedHost implements AutoCloseable {

  /** Training epochs of the documents are multiplied by this, by host and job alike. */
  static final double EPOCH_SCALE = 0.05;

  /** Seeds of each layer. */
  static final int SEEDS = 20;

  /** The layers of the tests. */
  static final List<String> LAYERS = List.of("encoder.0", "encoder.1", "decoder");

  private final HostProcess process;
  private final SimulatedTraining training;
  private boolean trains = true;
  private boolean runs = true;

  /** Starts a host, which trains from now on. */
  SimulatedHost(String redisUrl, StreamNames names, Path store, long randomSeed) {
    Map<String, SimulatedKernel> kernels =
        LAYERS.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(), layer -> new SimulatedKernel(layer, randomSeed)));
    HostOptions options =
        HostOptions.of("host-1", LAYERS, SEEDS)
            .withNames(names)
            .withRules(
                new LifecycleRules(
                    LifecycleTable.CURRENT,
                    LifecycleOptions.DEFAULTS.withEpochsScaledBy(EPOCH_SCALE)));
    process =
        new HostProcess(
            options,
            RedisEndpoint.parse(redisUrl),
            HostStores.in(store, StoreOptions.DEFAULTS),
            layer -> kernels.getOrDefault(layer, new SimulatedKernel(layer, randomSeed)));
    process.start();
    training = new SimulatedTraining(process.layers(), kernels);
  }

  /** It answers commands still, and reports nothing more. */
  void stopTraining() {
    if (trains) {
      trains = false;
      training.close();
    }
  }

  /**
   * It sends what it has, says goodbye and ends.
   *
   * @return the messages that Redis has confirmed to it
   */
  long stop() {
    stopTraining();
    if (runs) {
      runs = false;
      if (!process.stop()) {
        throw new AssertionError("Redis did not take what the host had to say");
      }
    }
    return process.counts().sent();
  }

  @Override
  public void close() {
    stop();
  }
}
