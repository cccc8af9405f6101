package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every benchmark is told. */
final class BenchOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE",
      description = "Write one JSON object of what was measured to this file.")
  private @Nullable Path report;

  /**
   * Runs a benchmark of the host to its end.
   *
   * @param name of the benchmark
   * @param jvm options of its JVM
   * @param arguments of its own
   * @param environment variables of its own; the place for what others must not read
   * @throws io.tamiyo.jobs.cluster.CommandFailure with its last words when it fails
   */
  void run(
      Installation installation,
      String name,
      List<String> jvm,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    BenchJvm.ofHost(installation, out()).run(name, jvm, reporting(arguments), environment);
  }

  /**
   * Runs a benchmark of the job's operators to its end.
   *
   * @param name of the benchmark
   * @param arguments of its own
   * @throws io.tamiyo.jobs.cluster.CommandFailure with its last words when it fails
   */
  void runJob(Installation installation, String name, List<String> arguments) throws IOException {
    BenchJvm.ofJob(installation, out()).run(name, List.of(), reporting(arguments), Map.of());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private List<String> reporting(List<String> arguments) {
    Path file = Objects.requireNonNull(report, "picocli requires --report");
    List<String> all = new ArrayList<>(List.of("--report", file.toAbsolutePath().toString()));
    all.addAll(arguments);
    return all;
  }
}
