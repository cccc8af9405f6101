package io.tamiyo.host.layer;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.replica.ReplicaGroup;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A real host in a process of its own, to be killed. Told to {@code stick}, its kernel never
 * returns from putting a germinated seed in force: that is after the durable record of the command
 * and before its acknowledgement. Told of {@code replicas}, it decides for three of the layer.
 */
final class HostUnderKill {

  static final String LAYER = "layer-1";
  static final int SEEDS = 8;
  static final String READY = "ready";
  static final String STUCK = "stuck";
  static final String STICK = "stick";
  static final String REPLICAS = "replicas";
  static final ReplicaGroup GROUP = new ReplicaGroup(3, 10, Duration.ofHours(1));

  private HostUnderKill() {}

  /** Runs until its standard input ends: port of Redis, directory of the store, how to be. */
  public static void main(String[] arguments) throws IOException {
    boolean stick = arguments[2].equals(STICK);
    HostProcess host =
        new HostProcess(
            HostOptions.of("host-1", List.of(LAYER), SEEDS).withNames(StreamNames.unnamed()),
            RedisEndpoint.of("127.0.0.1", Integer.parseInt(arguments[0])),
            HostStores.in(Path.of(arguments[1]), StoreOptions.DEFAULTS),
            layerId -> new StickyKernel(stick),
            arguments[2].equals(REPLICAS) ? Map.of(LAYER, GROUP) : Map.of(),
            HostWatch.NONE);
    host.start();
    System.out.println(READY);
    int read = System.in.read();
    System.exit(read < 0 && host.stop() ? 0 : 1);
  }

  /** Waits for its killer. */
  private record StickyKernel(boolean stick) implements LayerKernel {

    @Override
    public void apply(Seed seed) {
      if (stick && seed.state() == SeedState.GERMINATED) {
        System.out.println(STUCK);
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException endNow) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void disable(String why) {}

    @Override
    public void keepWeights(Seed seed) {}

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
