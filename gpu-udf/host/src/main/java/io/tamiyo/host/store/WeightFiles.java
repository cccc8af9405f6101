package io.tamiyo.host.store;

import io.tamiyo.contracts.naming.LayerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The weights of grafts by their ids, one file each: the scales, then the shifts, then CRC-32C over
 * both. A file is there as a whole or not at all.
 */
public final class WeightFiles {

  private static final String NEXT = ".next";

  private final Path directory;
  private final boolean sync;

  WeightFiles(Path directory, boolean sync) {
    this.directory = directory;
    this.sync = sync;
  }

  /**
   * Keeps weights; those that are there already are left alone, since an id stands for one content.
   *
   * @throws StoreFailure when they can't be written
   */
  public void put(String id, float[] scales, float[] shifts) {
    Path file = file(id);
    if (Files.exists(file)) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * scales.length + Integer.BYTES);
    bytes.asFloatBuffer().put(scales).put(shifts);
    bytes.putInt(bytes.capacity() - Integer.BYTES, checksum(bytes));
    Path next = directory.resolve(id + NEXT);
    try {
      Files.createDirectories(directory);
      try (FileChannel target =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        while (bytes.hasRemaining()) {
          target.write(bytes);
        }
        if (sync) {
          target.force(true);
        }
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreFailure("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The scales followed by the shifts, or empty when they are not there.
   *
   * @throws StoreFailure when they can't be read, or are not as they were written
   */
  public Optional<float[]> get(String id) {
    Path file = file(id);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      int end = bytes.capacity() - Integer.BYTES;
      if (end < 0 || end % (2 * Float.BYTES) != 0 || bytes.getInt(end) != checksum(bytes)) {
        throw new StoreFailure(
            file + " is not as it was written (checksum); remove it, and its seeds roll back");
      }
      float[] weights = new float[end / Float.BYTES];
      bytes.asFloatBuffer().get(weights);
      return Optional.of(weights);
    } catch (IOException e) {
      throw new StoreFailure("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().position(0).limit(bytes.capacity() - Integer.BYTES));
    return (int) checksum.getValue();
  }

  private Path file(String id) {
    return directory.resolve(LayerId.require("weights id", id));
  }
}
