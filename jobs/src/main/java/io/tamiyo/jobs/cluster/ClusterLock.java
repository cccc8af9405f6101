package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * Held while a command starts or stops the cluster; the system releases it when the command's
 * process ends, however that is.
 */
final class ClusterLock {
  private ClusterLock() {}

  /**
   * Does something while holding the lock, without waiting for it.
   *
   * @throws CommandFailure if another command holds it
   */
  static <T> T holding(ClusterFiles files, Supplier<T> action) {
    try {
      Files.createDirectories(files.cluster());
      try (FileChannel channel =
          FileChannel.open(
              files.cluster().resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        if (isLocked(channel)) {
          return action.get();
        }
      }
    } catch (IOException failure) {
      throw new CommandFailure(files.cluster() + " cannot be locked: " + failure, failure);
    }
    throw new CommandFailure(
        "another command starts or stops the cluster at this moment; try again when it is done");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisJvm) {
      return false;
    }
  }
}
