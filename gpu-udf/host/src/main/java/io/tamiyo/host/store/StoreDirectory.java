package io.tamiyo.host.store;

import io.tamiyo.contracts.naming.LayerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of layer logs that belongs to one host at a time, held by a lock on a file in it. The
 * lock ends with the process, however it ends.
 */
public final class StoreDirectory implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final String HOST_ID = "host-id";
  private static final String WEIGHTS = "weights";
  private static final String LOG_SUFFIX = ".log";

  private final Path directory;
  private final StoreOptions options;
  private final FileChannel lockFile;

  private StoreDirectory(Path directory, StoreOptions options, FileChannel lockFile) {
    this.directory = directory;
    this.options = options;
    this.lockFile = lockFile;
  }

  /**
   * Takes the directory, and makes it if it is missing.
   *
   * @throws StoreFailure when another host holds it, or it can't be written
   */
  public static StoreDirectory open(Path directory, StoreOptions options) {
    try {
      Files.createDirectories(directory);
      FileChannel lockFile =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(lockFile) == null) {
        lockFile.close();
        throw new StoreFailure(
            "the store %s is in use by another host; end that host, or give this one a store of its"
                    .formatted(directory)
                + " own");
      }
      return new StoreDirectory(directory, options, lockFile);
    } catch (IOException e) {
      throw new StoreFailure(
          "can't use the store %s: %s; give a directory that can be written"
              .formatted(directory, e),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The log of one layer. */
  public LayerStore layer(String layerId) {
    return new FileLayerStore(directory.resolve(LayerId.require(layerId) + LOG_SUFFIX), options);
  }

  /**
   * How many layers have a log here.
   *
   * @throws StoreFailure when they can't be listed
   */
  public long logs() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(LOG_SUFFIX)).count();
    } catch (IOException e) {
      throw new StoreFailure("can't list " + directory + ": " + e.getMessage(), e);
    }
  }

  /** The weights of grafts, of all layers. */
  public WeightFiles weights() {
    return new WeightFiles(directory.resolve(WEIGHTS), options.sync());
  }

  /**
   * The name under which the host of this store appears, the same at every start.
   *
   * @param proposed what it shall be when there is none yet
   * @throws StoreFailure when it can't be read or written
   */
  public String hostId(String proposed) {
    Path file = directory.resolve(HOST_ID);
    try {
      if (!Files.exists(file)) {
        byte[] name = LayerId.require("host_id", proposed).getBytes(StandardCharsets.UTF_8);
        DurableFiles.replace(file, ByteBuffer.wrap(name), options.sync());
      }
      return LayerId.require("host_id", Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreFailure(
          "can't use %s: %s; remove it, and the host gets a new name"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Lets the directory go. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new StoreFailure("can't close the lock of " + directory + ": " + e.getMessage(), e);
    }
  }
}
