package io.tamiyo.host.checkpoint;

import io.tamiyo.host.store.CheckedFile;
import io.tamiyo.host.store.StoreFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The live weights of a layer's seeds, replaced as a whole. The file may be older than the seeds:
 * who reads it takes of each seed the weights of its present origin, if they are there, and else
 * those that the seed was grafted with.
 */
public final class LiveFile {

  private static final String LETTERS = "TAML";
  private static final int VERSION = 1;

  private final Path file;
  private final CheckedFile format;

  /**
   * @param sync whether it shall outlive a loss of power
   */
  public LiveFile(Path file, boolean sync) {
    this.file = file;
    this.format = new CheckedFile(LETTERS, VERSION, sync);
  }

  /**
   * Replaces what is there.
   *
   * @throws StoreFailure when that fails; the file is then as before
   */
  public void write(List<LiveWeights> live) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      WeightsCodec.write(live, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new StoreFailure("can't write " + file + ": " + e.getMessage(), e);
    }
    format.write(file, bytes.toByteArray());
  }

  /**
   * What is there.
   *
   * @throws StoreFailure when it can't be read, or is not as it was written
   */
  public List<LiveWeights> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    byte[] bytes = format.read(file).bytes();
    try {
      return WeightsCodec.readLive(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreFailure(file + " does not fit together: " + e.getMessage() + "; remove it", e);
    }
  }
}
