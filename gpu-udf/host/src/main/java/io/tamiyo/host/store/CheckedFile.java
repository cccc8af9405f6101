package io.tamiyo.host.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of one content: four letters that say what it is, the version of its format, the content,
 * and CRC-32C over all of that; integers big-endian. It is replaced by a rename, so that a reader
 * finds the old content or the new one.
 */
public final class CheckedFile {

  private static final int HEAD = 2 * Integer.BYTES;

  /**
   * What stands in a file.
   *
   * @param version of its format
   * @param bytes of the content
   */
  public record Content(int version, byte[] bytes) {}

  private final int letters;
  private final int version;
  private final boolean sync;

  /**
   * @param letters four of them, ASCII
   * @param version of the format; a reader takes this one and those before it, from 1
   * @param sync whether a file shall outlive a loss of power
   */
  public CheckedFile(String letters, int version, boolean sync) {
    this.letters = ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII)).getInt();
    this.version = version;
    this.sync = sync;
  }

  /**
   * Replaces a file.
   *
   * @throws StoreFailure when that fails; the file is then as before
   */
  public void write(Path file, byte[] content) {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + content.length + Integer.BYTES);
    bytes.putInt(letters).putInt(version).put(content);
    bytes.putInt(checksum(bytes)).flip();
    try {
      DurableFiles.replace(file, bytes, sync);
    } catch (IOException e) {
      throw new StoreFailure("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The content of a file.
   *
   * @throws StoreFailure when it can't be read, is of another format or a later version, or is not
   *     as it was written
   */
  public Content read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      int end = bytes.capacity() - Integer.BYTES;
      if (end < HEAD || bytes.getInt(end) != checksum(bytes)) {
        throw new StoreFailure(file + " is not as it was written (checksum); remove it");
      }
      boolean isOurs = bytes.getInt() == letters;
      int found = bytes.getInt();
      if (!isOurs || found < 1 || found > version) {
        throw new StoreFailure(
            "%s is of another format, or of a version after %d; read it with the release that"
                    .formatted(file, version)
                + " wrote it, or remove it");
      }
      byte[] content = new byte[end - HEAD];
      bytes.get(content);
      return new Content(found, content);
    } catch (IOException e) {
      throw new StoreFailure("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Over everything but the last four bytes. */
  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().position(0).limit(bytes.capacity() - Integer.BYTES));
    return (int) checksum.getValue();
  }
}
