package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Hands the URL of Redis, which may hold a password, to a job: in a file that only its owner can
 * read. The job's arguments, which Flink's web UI shows, hold the path alone.
 */
public final class RedisUrlFile {
  private RedisUrlFile() {}

  /**
   * Writes a new file; it lives until the cluster is stopped, since a job that restarts reads it
   * again.
   *
   * @return its path
   */
  public static Path write(ClusterFiles files, String url) {
    try {
      Files.createDirectories(files.cluster());
      if (!Files.exists(files.secrets())) {
        Files.createDirectory(
            files.secrets(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Path file =
          Files.createTempFile(
              files.secrets(),
              "redis-",
              ".url",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, url);
    } catch (IOException failure) {
      throw new CommandFailure(
          files.secrets() + " cannot be written: " + failure.getClass().getSimpleName(), failure);
    }
  }
}
