package io.tamiyo.host.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Replaces files as a whole: a reader finds the old content or the new one, and so does the next
 * start after a loss of power. For the latter the content is forced to disk before the rename, and
 * the directory after it, since a rename is an entry of the directory.
 */
public final class DurableFiles {

  private static final String NEXT = ".next";

  private DurableFiles() {}

  /**
   * Replaces a file, in a directory that is made if it is missing.
   *
   * @param sync whether it shall outlive a loss of power
   * @throws IOException when that fails; the file is then as before, or, if its directory could not
   *     be forced, in doubt until the next success
   */
  public static void replace(Path file, ByteBuffer content, boolean sync) throws IOException {
    create(file.toAbsolutePath().getParent(), sync);
    Path next = file.resolveSibling(file.getFileName() + NEXT);
    try (FileChannel target =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (content.hasRemaining()) {
        target.write(content);
      }
      if (sync) {
        target.force(true);
      }
    }
    move(next, file, sync);
  }

  /**
   * Makes a directory if it is missing.
   *
   * @param sync whether it shall outlive a loss of power
   */
  public static void create(@Nullable Path directory, boolean sync) throws IOException {
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      force(directory.toAbsolutePath().getParent(), sync);
    }
  }

  /**
   * Renames a file or a directory within its directory, in one step.
   *
   * @param sync whether that shall outlive a loss of power
   */
  public static void move(Path from, Path to, boolean sync) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    force(to.toAbsolutePath().getParent(), sync);
  }

  /** Makes durable what the entries of a directory have become. */
  private static void force(@Nullable Path directory, boolean sync) throws IOException {
    if (!sync || directory == null) {
      return;
    }
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
