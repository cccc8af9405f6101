package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.ChildCommand;
import io.tamiyo.jobs.cluster.ChildProcess;
import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A benchmark in a JVM of its own, which compiles and collects as the part of Tamiyo it measures.
 */
final class BenchJvm {
  private static final String HOST_MAIN = "io.tamiyo.host.bench.BenchMain";
  private static final Duration LOOK = Duration.ofMillis(200);

  /** What the JVM says of the Vector API, which is meant. */
  private static final String INCUBATOR = "WARNING: Using incubator modules";

  private final Installation installation;
  private final PrintWriter out;
  private final String classPath;
  private final String main;
  private final List<String> jvmOptions;

  private BenchJvm(
      Installation installation,
      PrintWriter out,
      String classPath,
      String main,
      List<String> jvmOptions) {
    this.installation = installation;
    this.out = out;
    this.classPath = classPath;
    this.main = main;
    this.jvmOptions = jvmOptions;
  }

  /**
   * The JVM of a host.
   *
   * @param out shows what the benchmark says, as it says it
   */
  static BenchJvm ofHost(Installation installation, PrintWriter out) {
    List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    options.addAll(installation.vectorOptions());
    return new BenchJvm(installation, out, installation.hostClassPath(), HOST_MAIN, options);
  }

  /**
   * A JVM with all that this one has, for a job in a mini cluster. It collects on the thread that
   * allocates, so that no other core helps it, and what it allocates stays within the last cache.
   *
   * @param out shows what the benchmark says, as it says it
   */
  static BenchJvm ofJob(Installation installation, PrintWriter out) {
    return new BenchJvm(
        installation,
        out,
        System.getProperty("java.class.path"),
        IngestionBenchMain.class.getName(),
        List.of(
            "-Xms1g",
            "-Xmx1g",
            "-Xmn32m",
            "-XX:+UseSerialGC",
            "-D" + Installation.HOME_PROPERTY + "=" + installation.home(),
            "-D" + Installation.STATE_PROPERTY + "=" + installation.state(),
            "-Dlog4j2.configurationFile="
                + installation.flinkConfiguration().resolve("log4j-cli.properties")));
  }

  /**
   * Runs to the end; Ctrl-C ends the benchmark too.
   *
   * @param name of the benchmark
   * @param options of its JVM
   * @param arguments of the benchmark
   * @param environment variables of its own; the place for what others must not read
   * @throws CommandFailure with its last words when it fails
   */
  void run(
      String name, List<String> options, List<String> arguments, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(installation.state());
    Path log = Files.createTempFile(installation.state(), "bench-", ".log");
    List<String> all = new ArrayList<>(jvmOptions);
    all.addAll(options);
    all.addAll(List.of(main, name, "--child"));
    all.addAll(arguments);
    ChildCommand command = ChildCommand.jvm(installation, "the benchmark", classPath, all, log);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      command = command.with(variable.getKey(), variable.getValue());
    }
    try (ChildProcesses children = new ChildProcesses();
        BufferedReader said = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
      follow(children.start(command), said);
    }
    Files.delete(log);
  }

  private void follow(ChildProcess child, BufferedReader said) throws IOException {
    boolean ended;
    do {
      ended = child.ended(LOOK);
      show(said);
    } while (!ended);
    if (child.exitCode() != 0) {
      throw new CommandFailure(
          child.lastWords().orElse("the benchmark failed") + "; see " + child.log());
    }
  }

  private void show(BufferedReader said) throws IOException {
    for (@Nullable String line = said.readLine(); line != null; line = said.readLine()) {
      if (!line.startsWith(INCUBATOR)) {
        out.println(line);
      }
    }
    out.flush();
  }
}
