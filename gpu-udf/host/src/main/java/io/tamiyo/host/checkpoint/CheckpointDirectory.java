package io.tamiyo.host.checkpoint;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.host.store.CheckedFile;
import io.tamiyo.host.store.DurableFiles;
import io.tamiyo.host.store.StoreFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Checkpoints in files: a directory each, one file a layer in it. A directory gets its name when
 * all of it is written, and loses it before any of it is deleted; so what is listed is whole.
 */
public final class CheckpointDirectory implements CheckpointStore {

  /** Ids begin with no dot. */
  private static final String UNNAMED = ".unnamed";

  private static final String SUFFIX = ".checkpoint";

  private final Path directory;
  private final int most;
  private final boolean sync;
  private final CheckedFile format;

  /**
   * @param most checkpoints that are kept
   * @param sync whether they shall outlive a loss of power
   */
  public CheckpointDirectory(Path directory, int most, boolean sync) {
    this.directory = directory;
    this.most = most;
    this.sync = sync;
    this.format = new CheckedFile(CheckpointCodec.LETTERS, CheckpointCodec.VERSION, sync);
  }

  @Override
  public synchronized void put(String id, Map<String, LayerCheckpoint> layers) {
    Path named = named(id);
    Path unnamed = directory.resolve(UNNAMED);
    try {
      delete(unnamed);
      DurableFiles.create(directory, sync);
      Files.createDirectories(unnamed);
      for (Map.Entry<String, LayerCheckpoint> layer : layers.entrySet()) {
        format.write(file(unnamed, layer.getKey()), CheckpointCodec.encode(layer.getValue()));
      }
      DurableFiles.move(unnamed, named, sync);
      List<String> all = ids();
      for (String old : all.subList(0, Math.max(0, all.size() - most))) {
        DurableFiles.move(named(old), unnamed, sync);
        delete(unnamed);
      }
    } catch (IOException e) {
      throw new StoreFailure("can't write the checkpoint %s: %s".formatted(named, e), e);
    }
  }

  @Override
  public List<String> ids() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(LayerId::isValid)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StoreFailure("can't list %s: %s".formatted(directory, e), e);
    }
  }

  @Override
  public synchronized Map<String, LayerCheckpoint> get(String id) {
    Path named = named(id);
    if (!Files.isDirectory(named)) {
      throw new StoreFailure("there is no checkpoint %s; there are %s".formatted(named, ids()));
    }
    Map<String, LayerCheckpoint> layers = new TreeMap<>();
    try (Stream<Path> files = Files.list(named)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
        LayerCheckpoint layer = read(file);
        layers.put(layer.seeds().layerId(), layer);
      }
    } catch (IOException e) {
      throw new StoreFailure("can't read the checkpoint %s: %s".formatted(named, e), e);
    }
    return layers;
  }

  private LayerCheckpoint read(Path file) throws IOException {
    CheckedFile.Content content = format.read(file);
    try {
      return CheckpointCodec.decode(new ByteArrayInputStream(content.bytes()), content.version());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " does not fit together: " + e.getMessage(), e);
    }
  }

  @Override
  public long bytes(String id, String layerId) {
    try {
      return Files.size(file(named(id), layerId));
    } catch (IOException e) {
      throw new StoreFailure("can't read the checkpoint %s: %s".formatted(named(id), e), e);
    }
  }

  private Path named(String id) {
    return directory.resolve(LayerId.require("checkpoint id", id));
  }

  private static Path file(Path of, String layerId) {
    return of.resolve(LayerId.require(layerId) + SUFFIX);
  }

  private static void delete(Path unwanted) throws IOException {
    if (!Files.exists(unwanted)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(unwanted)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
