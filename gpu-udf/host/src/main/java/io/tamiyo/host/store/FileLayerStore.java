package io.tamiyo.host.store;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in a file. Its first line is a snapshot, every further one a record; see {@link
 * RecordCodec}. Compaction writes another file and renames it over the log.
 */
final class FileLayerStore implements LayerStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileLayerStore.class);

  private final RecordCodec codec = new RecordCodec();
  private final Path file;
  private final StoreOptions options;
  private @Nullable FileChannel channel;
  private long length;
  private long snapshotLength;
  private boolean uncommitted;
  private @Nullable String broken;

  FileLayerStore(Path file, StoreOptions options) {
    this.file = file;
    this.options = options;
  }

  @Override
  public Optional<LayerState> recover() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      LogReading.Result result = new LogReading(codec, file, bytes).read();
      open();
      cutTail(result.length(), bytes.length);
      snapshotLength = result.snapshotLength();
      return Optional.of(result.state());
    } catch (IOException e) {
      throw new StoreFailure("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private void cutTail(int intact, int found) throws IOException {
    if (intact < found) {
      LOG.warn(
          "{}: cut {} bytes of a record that was never finished, at byte {}",
          file,
          found - intact,
          intact);
      channel().truncate(intact);
      if (options.sync()) {
        channel().force(true);
      }
    }
    length = intact;
  }

  @Override
  public void begin(LayerSnapshot born) {
    replace(born);
  }

  @Override
  public void append(LayerRecord layerRecord) {
    requireUsable();
    byte[] line = codec.line(layerRecord);
    try {
      write(channel(), line, length);
    } catch (IOException e) {
      takeBack();
      throw new StoreFailure("can't append to " + file + ": " + e.getMessage(), e);
    }
    length += line.length;
    uncommitted = true;
  }

  private void takeBack() {
    try {
      channel().truncate(length);
    } catch (IOException e) {
      broken = "a half-written record could not be taken back: " + e.getMessage();
    }
  }

  @Override
  public void commit() {
    requireUsable();
    if (!uncommitted || !options.sync()) {
      return;
    }
    try {
      channel().force(false);
      uncommitted = false;
    } catch (IOException e) {
      broken = "its records could not be synced to disk: " + e.getMessage();
      throw new StoreFailure("can't sync " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isOutgrown() {
    return length - snapshotLength > options.maxLogBytes();
  }

  @Override
  public void compact(LayerSnapshot snapshot) {
    requireUsable();
    replace(snapshot);
  }

  private void replace(LayerSnapshot snapshot) {
    byte[] line = codec.line(snapshot);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      try (FileChannel target =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        write(target, line, 0);
        if (options.sync()) {
          target.force(true);
        }
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreFailure("can't write a snapshot to " + file + ": " + e.getMessage(), e);
    }
    reopen();
    length = line.length;
    snapshotLength = line.length;
    uncommitted = false;
  }

  private void reopen() {
    try {
      syncDirectory();
      closeChannel();
      open();
    } catch (IOException e) {
      broken = "it could not be opened after its compaction: " + e.getMessage();
      throw new StoreFailure("can't open " + file + ": " + e.getMessage(), e);
    }
  }

  /** Makes the rename durable. */
  private void syncDirectory() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (options.sync() && directory != null) {
      try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }

  private static void write(FileChannel target, byte[] line, long position) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(line);
    long at = position;
    while (rest.hasRemaining()) {
      at += target.write(rest, at);
    }
  }

  private void open() throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
  }

  private FileChannel channel() {
    FileChannel open = channel;
    if (open == null) {
      throw new IllegalStateException(file + " was neither recovered nor begun");
    }
    return open;
  }

  private void requireUsable() {
    if (broken != null) {
      throw new StoreFailure(file + " is out of use: " + broken + "; restart the host");
    }
  }

  private void closeChannel() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    try {
      if (broken == null && channel != null) {
        commit();
      }
      closeChannel();
    } catch (IOException e) {
      throw new StoreFailure("can't close " + file + ": " + e.getMessage(), e);
    }
  }
}
