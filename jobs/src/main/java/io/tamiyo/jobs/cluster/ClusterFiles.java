package io.tamiyo.jobs.cluster;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of the cluster of an installation: its state, configuration, logs and working directory
 * in {@code cluster}; and, beside it, the checkpoints and savepoints, which outlive it.
 *
 * @param state the state directory of the installation
 */
public record ClusterFiles(Path state) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public ClusterFiles(Installation installation) {
    this(installation.state());
  }

  /** The directory with Flink's {@code config.yaml} as the cluster runs with it. */
  public Path configuration() {
    return cluster().resolve("conf");
  }

  /** Where Flink unpacks, uploads and spills. */
  public Path working() {
    return cluster().resolve("tmp");
  }

  /** Files that only their owner can read; jobs are told their paths. */
  public Path secrets() {
    return cluster().resolve("secrets");
  }

  public Path checkpoints() {
    return state.resolve("checkpoints");
  }

  public Path savepoints() {
    return state.resolve("savepoints");
  }

  /** The file to which a member of the cluster logs. */
  public Path log(String member) {
    return cluster().resolve("logs").resolve(member + ".log");
  }

  /** What a member wrote to standard output and standard error: its JVM's own complaints. */
  public Path output(String member) {
    return cluster().resolve("logs").resolve(member + ".out");
  }

  /**
   * The cluster that was started last and not stopped since.
   *
   * @throws CommandFailure if the state file cannot be read
   */
  public Optional<ClusterState> load() {
    Path file = stateFile();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), ClusterState.class));
    } catch (IOException unreadable) {
      throw new CommandFailure(
          file + " cannot be read; end the cluster's processes by hand and delete it", unreadable);
    }
  }

  /** Writes the state file, all or nothing. */
  public void save(ClusterState cluster) {
    try {
      Files.createDirectories(cluster());
      Path next = cluster().resolve("state.next");
      Files.writeString(next, json(cluster));
      Files.move(next, stateFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new CommandFailure(stateFile() + " cannot be written: " + failure, failure);
    }
  }

  /** Forgets a cluster that has ended: all but its logs. */
  public void forget() {
    try {
      deleteAll(working());
      deleteAll(secrets());
      Files.deleteIfExists(stateFile());
    } catch (IOException failure) {
      throw new CommandFailure(cluster() + " cannot be cleared: " + failure, failure);
    }
  }

  Path cluster() {
    return state.resolve("cluster");
  }

  private Path stateFile() {
    return cluster().resolve("state.json");
  }

  private static String json(ClusterState cluster) throws JacksonException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(cluster);
  }

  private static void deleteAll(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
