package io.tamiyo.host.store;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.host.blueprint.Blueprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The weights of grafts by their ids, one file each ({@link WeightCodec}). A file is there as a
 * whole or not at all. With {@link #retain} there are at most {@value #GROWTH} files more than are
 * named by someone, and those that were written since it was last called.
 */
public final class WeightFiles {

  private static final int GROWTH = 64;

  /** At the start it is not known what an earlier life has left. */
  private final AtomicInteger written = new AtomicInteger(GROWTH);

  private final Unnamed unnamed = new Unnamed();
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
      written.incrementAndGet();
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

  /** Whether it is time for {@link #retain}. */
  public boolean isOutgrown() {
    return written.get() >= GROWTH || unnamed.hasCandidates();
  }

  /**
   * Deletes weights that are named neither now nor at the last call, with what writes broken off
   * have left. Nothing may be put meanwhile.
   *
   * @param named ids that are still needed
   * @throws StoreFailure when that fails; what was not deleted is found again
   */
  public void retain(Set<String> named) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      Set<String> present =
          files.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
      for (String id : unnamed.next(present, named)) {
        Files.delete(directory.resolve(id));
      }
      written.set(0);
    } catch (IOException e) {
      throw new StoreFailure("can't clear " + directory + " of old weights: " + e.getMessage(), e);
    }
  }

  private Path file(String id) {
    return directory.resolve(LayerId.require("weights id", id));
  }
}
