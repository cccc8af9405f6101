package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where Tamiyo lies on this machine. The command {@code tamiyo} builds the files named here before
 * it starts Java.
 *
 * @param home the repository
 * @param state what Tamiyo writes: logs, process ids, checkpoints and savepoints
 */
public record Installation(Path home, Path state) {
  /** The system property that names the repository; {@code ./tamiyo} sets it. */
  public static final String HOME_PROPERTY = "tamiyo.home";

  /**
   * The system property that moves the state directory away from {@code .tamiyo} in the repository.
   */
  public static final String STATE_PROPERTY = "tamiyo.state";

  private static final int JAVA_OF_VECTORS = 17;
  private static final List<String> VECTOR_OPTIONS =
      List.of(
          "--add-modules",
          "jdk.incubator.vector",
          "--add-exports",
          "java.base/jdk.internal.vm.vector=ALL-UNNAMED",
          "--add-exports",
          "java.base/sun.nio.ch=ALL-UNNAMED");

  public Installation {
    home = home.toAbsolutePath().normalize();
    state = state.toAbsolutePath().normalize();
  }

  /**
   * The installation that this JVM was started from.
   *
   * @throws CommandFailure if the JVM was not started by {@code ./tamiyo}
   */
  public static Installation current() {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw new CommandFailure(
          "the system property " + HOME_PROPERTY + " is missing; start Tamiyo with ./tamiyo");
    }
    String state = System.getProperty(STATE_PROPERTY);
    Path path = Path.of(home);
    return new Installation(path, state == null ? path.resolve(".tamiyo") : Path.of(state));
  }

  /** The jar that is submitted to a cluster. */
  public Path jobJar() {
    return home.resolve("jobs/target/tamiyo-job.jar");
  }

  /** The options that every JVM of Tamiyo needs, one argument file for {@code java @file}. */
  public Path jvmOptions() {
    return home.resolve("jobs/target/jvm.options");
  }

  /** The directory of {@code config.yaml} and of the logging of a cluster. */
  public Path flinkConfiguration() {
    return home.resolve("flink-conf");
  }

  /** The class path of a JobManager or TaskManager: Flink, without a class of Tamiyo. */
  public String clusterClassPath() {
    return read(home.resolve("jobs/target/cluster.classpath"));
  }

  /** The class path of a host process. */
  public String hostClassPath() {
    Path target = home.resolve("gpu-udf/host/target");
    return target.resolve("classes") + ":" + read(target.resolve("host.classpath"));
  }

  /** The {@code java} that runs this JVM, which {@code ./tamiyo} has checked. */
  public Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /**
   * The beginning of the command line of a JVM: {@code java} and the options that Flink and DJL
   * need.
   */
  public List<String> javaCommand() {
    return List.of(java().toString(), "@" + jvmOptions());
  }

  /**
   * What a JVM that computes layers needs beside {@link #javaCommand}: the Vector API and what it
   * is made of, where this Java has them as the host's kernel needs them. Such a JVM says on
   * standard error that it uses an incubating module.
   */
  public List<String> vectorOptions() {
    return Runtime.version().feature() == JAVA_OF_VECTORS ? VECTOR_OPTIONS : List.of();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException missing) {
      throw new CommandFailure(file + " cannot be read; ./tamiyo builds it", missing);
    }
  }
}
