package io.tamiyo.jobs.cluster;

import io.tamiyo.jobs.cluster.ClusterState.Member;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Starts a cluster, whole or not at all: on failure and on Ctrl-C, what was started is ended again.
 */
public final class ClusterStart {
  private final Installation installation;
  private final ClusterFiles files;
  private ClusterState started;
  private final Consumer<String> progress;
  private boolean abandoned;

  /**
   * Starts nothing yet.
   *
   * @param progress told what takes a while
   */
  public ClusterStart(
      Installation installation, ClusterOptions options, Consumer<String> progress) {
    this.installation = installation;
    this.files = new ClusterFiles(installation);
    this.started = new ClusterState(options, List.of());
    this.progress = progress;
  }

  /**
   * Starts the JVMs and waits until REST answers and every slot is registered.
   *
   * @throws CommandFailure if the port is taken, or a JVM ends, or time passes; nothing runs then
   */
  public RunningCluster run() {
    return ClusterLock.holding(files, this::startUnlessOneRuns);
  }

  private RunningCluster startUnlessOneRuns() {
    files.load().ifPresent(ClusterStart::refuseASecondCluster);
    Ports.requireFree(
        started.options().webPort(),
        "Flink's web UI",
        "choose another with --web-port, or end what listens there");
    progress.accept("starting Flink ...");
    Thread ctrlC = new Thread(this::abandon, "abandon-cluster-start");
    Runtime.getRuntime().addShutdownHook(ctrlC);
    try {
      return startAndWait();
    } catch (RuntimeException failure) {
      abandon();
      throw failure;
    } finally {
      removeUnlessShuttingDown(ctrlC);
    }
  }

  private static void refuseASecondCluster(ClusterState earlier) {
    List<String> gone = earlier.gone();
    if (gone.isEmpty()) {
      throw new CommandFailure(
          "a cluster runs already, at "
              + RunningCluster.of(earlier).rest().base()
              + "; ./tamiyo cluster stop ends it");
    }
    if (gone.size() < earlier.members().size()) {
      throw new CommandFailure(
          "a part of a cluster runs ("
              + String.join(", ", gone)
              + " gone); end it with ./tamiyo cluster stop, then start again");
    }
  }

  private RunningCluster startAndWait() {
    FlinkJvm jvm =
        new FlinkJvm(
            installation,
            files,
            ClusterConfiguration.write(installation, files, started.options()));
    RunningCluster cluster = RunningCluster.of(started);
    start(jvm, FlinkJvm.Role.JOB_MANAGER, "jobmanager");
    // One after the other: a JVM of Flink gives up when its actor system takes 10 s to start.
    await(() -> cluster.rest().tryGet("/overview").isPresent());
    for (int number = 1; number <= started.options().taskManagers(); number++) {
      start(jvm, FlinkJvm.Role.TASK_MANAGER, "taskmanager-" + number);
    }
    await(cluster::isComplete);
    return RunningCluster.of(started);
  }

  private synchronized void start(FlinkJvm jvm, FlinkJvm.Role role, String name) {
    requireNotAbandoned();
    started = started.plus(Member.of(name, jvm.start(role, name)));
    files.save(started);
  }

  private synchronized void requireNotAbandoned() {
    if (abandoned) {
      throw new CommandFailure("starting the cluster was interrupted; nothing runs");
    }
  }

  private synchronized void abandon() {
    abandoned = true;
    ClusterStop.end(started.members(), Duration.ZERO);
    files.forget();
  }

  private static void removeUnlessShuttingDown(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      hook.setName("abandoning-cluster-start");
    }
  }

  private void await(BooleanSupplier condition) {
    Polling.until(
        Polling.PATIENCE,
        () -> {
          requireAllRun();
          return condition.getAsBoolean();
        },
        () ->
            new CommandFailure(
                "the cluster was not complete after "
                    + Polling.PATIENCE.toSeconds()
                    + " s; see "
                    + files.log("jobmanager")));
  }

  private void requireAllRun() {
    for (String member : started.gone()) {
      requireNotAbandoned();
      throw new CommandFailure(
          "the "
              + member
              + " ended while starting"
              + LogFile.lastError(files.log(member)).map(": "::concat).orElse("")
              + "; see "
              + files.log(member)
              + " and "
              + files.output(member));
    }
  }
}
