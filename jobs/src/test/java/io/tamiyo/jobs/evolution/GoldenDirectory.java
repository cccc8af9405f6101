package io.tamiyo.jobs.evolution;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden savepoint of one release.
 *
 * @param path its directory
 */
record GoldenDirectory(Path path) {

  private static final String CAUSAL = "-causal";
  private static final String ROOT = "jobs/src/test/resources/golden-savepoints";

  /** The directory of a release, whether it is there or not. */
  static GoldenDirectory of(String release) {
    return new GoldenDirectory(root().resolve(release));
  }

  /** That of a job of the release whose layers have a causal order. */
  static GoldenDirectory causalOf(String release) {
    return of(release + CAUSAL);
  }

  /** Those of all releases, oldest first. */
  static List<GoldenDirectory> all() throws IOException {
    return in(root());
  }

  /**
   * Those that are in a directory, oldest first: as releases are numbered, not as they read; of one
   * release the one without an order across layers is last.
   */
  static List<GoldenDirectory> in(Path root) throws IOException {
    try (Stream<Path> found = Files.list(root)) {
      return found
          .filter(Files::isDirectory)
          .map(GoldenDirectory::new)
          .sorted(Comparator.comparing(GoldenDirectory::release))
          .toList();
    }
  }

  private Version release() {
    return Version.parse(path.getFileName().toString());
  }

  /** Whether it is of a job whose layers have a causal order. */
  boolean isCausal() {
    return path.getFileName().toString().endsWith(CAUSAL);
  }

  /** Where all of them are. */
  static Path root() {
    return Path.of(System.getProperty("tamiyo.home", ".."), ROOT).toAbsolutePath().normalize();
  }

  Path savepoint() {
    return path.resolve("savepoint");
  }

  /** What had been read of the streams. */
  Path before() {
    return path.resolve("before.jsonl");
  }

  /** What stands in the streams behind that. */
  Path after() {
    return path.resolve("after.jsonl");
  }

  Path known() {
    return path.resolve("known.json");
  }

  /** All its files. */
  List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(path)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Override
  public String toString() {
    return path.getFileName().toString();
  }
}
