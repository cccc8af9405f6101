package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The files of one run. They are left behind only when it fails, for its logs.
 *
 * @param path the directory
 */
public record RunDirectory(Path path) {

  /** Makes a directory that no other run has. */
  public static RunDirectory create(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new RunDirectory(Files.createTempDirectory(parent, ""));
  }

  /** A name that no other run on this machine has. */
  public String runId() {
    return path.getFileName().toString();
  }

  /** The path of a file of the run. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Removes all of it. */
  public void delete() throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
