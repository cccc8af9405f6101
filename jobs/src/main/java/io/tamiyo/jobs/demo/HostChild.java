package io.tamiyo.jobs.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.jobs.cluster.ChildCommand;
import io.tamiyo.jobs.cluster.ChildProcess;
import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The host process of a run, which trains the network. */
final class HostChild implements AutoCloseable {

  private static final String MAIN = "io.tamiyo.host.HostMain";

  /** So that the training is in its stride before anything is reported and decided. */
  private static final int EPOCHS_ALONE = 60;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChildProcess process;

  private HostChild(ChildProcess process) {
    this.process = process;
  }

  static HostChild start(
      Installation installation,
      DemoOptions options,
      ChildProcesses children,
      RunDirectory directory,
      DemoRedis redis,
      StreamNames names) {
    Path log = directory.resolve("host.log");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                MAIN,
                "--child",
                "--instance-id",
                names.instanceId(),
                "--store",
                directory.resolve("host").toString(),
                "--layers",
                Integer.toString(options.layers()),
                "--seeds",
                Integer.toString(options.seeds()),
                "--seed",
                Long.toString(options.seed()),
                "--epoch-scale",
                Double.toString(options.epochScale())));
    arguments.addAll(learning(options));
    ChildCommand command =
        ChildCommand.jvm(installation, "the host", installation.hostClassPath(), arguments, log)
            .with("TAMIYO_REDIS_URL", redis.url());
    return new HostChild(children.start(command));
  }

  private static List<String> learning(DemoOptions options) {
    return options.plantedDisturbance()
        ? List.of("--planted-disturbance", "--frozen-trunk")
        : List.of("--epochs-alone", Integer.toString(EPOCHS_ALONE));
  }

  /**
   * Makes sure that it still trains.
   *
   * @throws CommandFailure with its last words when it does not
   */
  void requireAlive() {
    process.requireAlive();
  }

  /** It stops training and reporting, and still answers commands. */
  void stopTraining() {
    process.tell("stop-training");
  }

  /**
   * It sends what it has, says goodbye and ends.
   *
   * @throws CommandFailure when it ends without its report
   */
  HostSummary end() {
    process.close();
    String line = process.lastWords().orElse("");
    try {
      JsonNode summary = JSON.readTree(line);
      JsonNode accuracy = summary.required("accuracy");
      return new HostSummary(
          summary.required("sent").asLong(),
          new DemoReport.Accuracy(
              accuracy.required("alone").asDouble(),
              accuracy.required("with_seeds").asDouble(),
              accuracy.required("without_seeds").asDouble()));
    } catch (JsonProcessingException | IllegalArgumentException unexpected) {
      throw new CommandFailure(
          "the host ended without its report, with: " + line + "; see " + process.log(),
          unexpected);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
