package io.tamiyo.jobs.demo;

import io.tamiyo.jobs.cluster.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole loop on this machine: a Redis, Flink with its web UI, the control-plane job, and a host that"
          + " trains a small network on the two-spirals set, with layers of seeds in its forward pass.",
      "",
      "A live table shows what Tamiyo does with the seeds. Ctrl-C stops everything."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo demo",
      "  ./tamiyo demo --for 60s --report demo.json",
      "  ./tamiyo demo --planted-disturbance --epoch-scale 1 --for 60s --report demo.json",
      "  ./tamiyo demo --layers 2 --seeds 50 --redis redis://127.0.0.1:6379",
      "",
      "The training epochs that a seed spends in each state are scaled down, so that a life fits into a minute;"
          + " --epoch-scale 1 gives the documents' numbers."
    })
public final class DemoCommand implements Callable<Integer> {

  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--layers",
      paramLabel = "N",
      defaultValue = "" + DemoOptions.LAYERS,
      description = "Layers of the network (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "" + DemoOptions.SEEDS,
      description = "Seeds of each layer (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Durations.class,
      description =
          "End by itself after this time, for instance 60s or 5m (default: run until Ctrl-C).")
  private @Nullable Duration length;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "At the end, write one JSON object of what happened to this file.")
  private @Nullable Path report;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      defaultValue = "${env:TAMIYO_REDIS_URL}",
      description = {
        "Use this Redis, which is already running, instead of starting one. A URL with a password is better given in"
            + " the environment variable TAMIYO_REDIS_URL, which others on the machine can't read."
      })
  private @Nullable String redis;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "" + DemoOptions.WEB_PORT,
      description = "Port of Flink's web UI (default: ${DEFAULT-VALUE}).")
  private int webPort;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + DemoOptions.SEED,
      description = "Seed of all randomness (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--epoch-scale",
      paramLabel = "X",
      defaultValue = "" + DemoOptions.EPOCH_SCALE,
      description =
          "Multiply the least training epochs of every state by this (default: ${DEFAULT-VALUE}).")
  private double epochScale;

  @Option(
      names = "--planted-disturbance",
      description =
          "Train the network first, freeze it, then shift and scale a third of the features that enter each layer:"
              + " shows what the seeds alone give back. In the report, accuracy.alone is the network's before that.")
  private boolean plantedDisturbance;

  /**
   * @param installation where the parts of the demo are built
   */
  public DemoCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws Exception {
    DemoOptions options;
    try {
      options =
          new DemoOptions(
              layers, seeds, length, report, redis, webPort, seed, epochScale, plantedDisturbance);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
    new Demo(installation, options, spec.commandLine().getOut()).run();
    return 0;
  }
}
