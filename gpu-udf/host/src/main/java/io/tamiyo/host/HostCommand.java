package io.tamiyo.host;

import io.tamiyo.contracts.lifecycle.LifecycleOptions;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.spirals.Prologue;
import io.tamiyo.host.spirals.SpiralOptions;
import io.tamiyo.host.store.StoreOptions;
import io.tamiyo.host.telemetry.PublisherOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a host on the command line. */
@Command(
    name = "tamiyo-host",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Trains the two spirals with chunked layers, reports their seeds to Redis, and applies the"
            + " commands that come back. Ends on SIGTERM, with one line of JSON on standard"
            + " output.")
final class HostCommand {

  /** The environment variable for an address with a password. */
  static final String REDIS_VARIABLE = "TAMIYO_REDIS_URL";

  private static final String LOCAL = "redis://127.0.0.1:6379";
  private static final int LEAST_WIDTH = 128;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description =
          "redis://host:port[/db], redis-sentinel://host:port,…[/db]?master=NAME, or"
              + " redis-cluster://host:port,…?tag=TAG with --instance-id {TAG}; rediss… for TLS, with"
              + " ?ca=FILE for its authorities; with a password only by the environment variable "
              + REDIS_VARIABLE
              + ". Default: that variable, or "
              + LOCAL)
  private @Nullable String redis;

  @Option(
      names = "--instance-id",
      paramLabel = "ID",
      defaultValue = "",
      description = "first part of every key; needed where installations share a Redis")
  private String instanceId = "";

  @Option(
      names = "--host-id",
      paramLabel = "ID",
      description = "name of this host; default: the store's, or a new one")
  private @Nullable String hostId;

  @Option(
      names = "--layers",
      paramLabel = "N|IDS",
      defaultValue = "4",
      description = "number of layers, or their ids with commas; default ${DEFAULT-VALUE}")
  private String layers = "4";

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "100",
      description = "seeds of each layer; default ${DEFAULT-VALUE}")
  private int seeds;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "features of each layer; default: 128, or the seeds if they are more")
  private @Nullable Integer hidden;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "where seeds and weights survive a restart; default: nowhere")
  private @Nullable Path store;

  @Option(
      names = "--fdatasync",
      description = "sync every group of records to disk, so that they outlive a loss of power")
  private boolean fdatasync;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "of all randomness; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--epoch-scale",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "factor on least epochs, embargo and alpha ramp, for runs that must show a whole life"
              + " quickly; default ${DEFAULT-VALUE}")
  private double epochScale;

  @Option(
      names = "--epochs-per-second",
      paramLabel = "X",
      defaultValue = "20",
      description = "training epochs in a second at most; 0 for no bound; default ${DEFAULT-VALUE}")
  private double epochsPerSecond;

  @Option(
      names = "--report-interval-ms",
      paramLabel = "MS",
      defaultValue = "200",
      description = "time between health reports of a layer; default ${DEFAULT-VALUE}")
  private int reportIntervalMs;

  @Option(
      names = "--sample-every",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "take activations from one forward of so many; losses and errors are taken from each;"
              + " default ${DEFAULT-VALUE}")
  private int sampleEvery;

  @Option(
      names = "--snapshots",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "active seeds that are told of in detail beside each report, in turn; default"
              + " ${DEFAULT-VALUE}")
  private int snapshots;

  @Option(
      names = "--compress-above",
      paramLabel = "BYTES",
      defaultValue = "1024",
      description = "compress payloads that are longer, by zstd; default ${DEFAULT-VALUE}")
  private int compressAbove;

  @Option(
      names = "--claim-check-above",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description =
          "put payloads that are longer, after compression, into a key of their own, and its name"
              + " into the stream; default ${DEFAULT-VALUE}")
  private int claimCheckAbove;

  @Option(
      names = "--batch-window-ms",
      paramLabel = "MS",
      defaultValue = "50",
      description =
          "how long a report waits for others of its layer to share an entry; default"
              + " ${DEFAULT-VALUE}")
  private int batchWindowMs;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "serve metrics for Prometheus and the host's health at http://127.0.0.1:PORT/metrics and"
              + " /health; default: nowhere")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--child",
      description =
          "read standard input: the line stop-training ends training and reports, the line exit or"
              + " its end ends the host")
  private boolean child;

  @Mixin private LearningArguments learning = new LearningArguments();

  /** The Redis to use. */
  RedisEndpoint redis(Map<String, String> environment) {
    String named = redis;
    if (named != null && named.matches("[\\w-]+://[^/]*@.*")) {
      throw new IllegalArgumentException(
          "--redis names a user or password, which everybody on the machine can read; put the"
              + " address into the environment variable "
              + REDIS_VARIABLE);
    }
    String url = named == null ? environment.getOrDefault(REDIS_VARIABLE, LOCAL) : named;
    return RedisEndpoint.parse(url);
  }

  /** The host, open. */
  LayerHost host(Map<String, String> environment) {
    LifecycleOptions lifecycle = lifecycle();
    int ramp = lifecycle.leastEpochs().getOrDefault(SeedState.GRAFTING, 0);
    LayerHostBuilder builder =
        LayerHost.at(redis(environment))
            .names(new StreamNames(instanceId))
            .rules(new LifecycleRules(LifecycleTable.CURRENT, lifecycle))
            .publishing(publishing())
            .learning(learning.learning(ramp, seed))
            .reportInterval(reportInterval())
            .sampleEvery(sampleEvery);
    layerIds().forEach(layerId -> builder.layer(layerId, width(), seeds));
    if (metricsPort != null) {
      builder.metricsPort(metricsPort);
    }
    if (hostId != null) {
      builder.hostId(hostId);
    }
    if (store != null) {
      builder.store(store, new StoreOptions(fdatasync, StoreOptions.DEFAULTS.maxLogBytes()));
    }
    return builder.open();
  }

  private PublisherOptions publishing() {
    return PublisherOptions.DEFAULTS
        .withWindow(Duration.ofMillis(batchWindowMs))
        .withLimits(
            WireLimits.DEFAULTS
                .withCompressAbove(compressAbove)
                .withMaxMessageSize(claimCheckAbove))
        .withSnapshotsPerReport(snapshots);
  }

  private LifecycleOptions lifecycle() {
    return LifecycleOptions.DEFAULTS.withEpochsScaledBy(epochScale);
  }

  List<String> layerIds() {
    if (!layers.matches("\\d{1,6}")) {
      return Arrays.asList(layers.split(",", -1));
    }
    return IntStream.rangeClosed(1, Integer.parseInt(layers)).mapToObj(n -> "layer-" + n).toList();
  }

  private int width() {
    return Objects.requireNonNullElse(hidden, Math.max(LEAST_WIDTH, seeds));
  }

  /** What it trains. */
  SpiralOptions spirals() {
    return SpiralOptions.of(width(), seed);
  }

  /** What it does before the seeds come. */
  Prologue prologue() {
    return learning.prologue();
  }

  private Duration reportInterval() {
    if (reportIntervalMs <= 0) {
      throw new IllegalArgumentException(
          "--report-interval-ms is not positive: " + reportIntervalMs);
    }
    return Duration.ofMillis(reportIntervalMs);
  }

  double epochsPerSecond() {
    if (!(epochsPerSecond >= 0) || Double.isInfinite(epochsPerSecond)) {
      throw new IllegalArgumentException("--epochs-per-second is negative: " + epochsPerSecond);
    }
    return epochsPerSecond;
  }

  boolean isChild() {
    return child;
  }
}
