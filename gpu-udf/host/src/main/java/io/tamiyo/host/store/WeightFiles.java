package io.tamiyo.host.store;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.host.blueprint.Blueprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The weights of grafts by their ids, one file each ({@link WeightCodec}). A file is there as a
 * whole or not at all.
 */
public final class WeightFiles {

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
  public void put(String id, Blueprint blueprint) {
    Path file = file(id);
    if (Files.exists(file)) {
      return;
    }
    ByteBuffer bytes = WeightCodec.encode(blueprint);
    try {
      DurableFiles.replace(file, bytes, sync);
    } catch (IOException e) {
      throw new StoreFailure("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The weights of an id, or empty when they are not there.
   *
   * @throws StoreFailure when they can't be read, or are not as they were written
   */
  public Optional<Blueprint> get(String id) {
    Path file = file(id);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(WeightCodec.decode(ByteBuffer.wrap(Files.readAllBytes(file))));
    } catch (IllegalArgumentException e) {
      throw new StoreFailure(
          "%s is not as it was written (%s); remove it, and its seeds roll back"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new StoreFailure("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private Path file(String id) {
    return directory.resolve(LayerId.require("weights id", id));
  }
}
