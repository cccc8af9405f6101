package io.tamiyo.host.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of records: a head of 16 bytes (what it is; up to where it is settled), and then each
 * record as its length, its CRC-32C, and its bytes. Numbers are big-endian. Belongs to one thread
 * at a time.
 *
 * <p>The file is no {@code FileChannel}: one of those is closed by the interruption of a thread
 * that reads it, and the interruption of a publisher is how it ends.
 */
final class Segment implements Closeable {

  private static final long MAGIC = 0x54414D53504F4F31L; // TAMSPOO1
  private static final int SETTLED_AT = Long.BYTES;
  private static final int HEAD = 2 * Long.BYTES;
  private static final int FRAME = 2 * Integer.BYTES;
  private static final long UNKNOWN = -1;

  private final Path path;
  private final long number;
  private final boolean own;
  private @Nullable RandomAccessFile file;
  private long length;

  /** Of the next record; negative before the head of an earlier process's segment was read. */
  private long readOffset;

  /**
   * @param readOffset {@link #UNKNOWN} for a segment of another process
   */
  private Segment(Path path, long number, long length, long readOffset) {
    this.own = readOffset != UNKNOWN;
    this.path = path;
    this.number = number;
    this.length = length;
    this.readOffset = readOffset;
  }

  /** A new segment without records. */
  static Segment create(Path path, long number) throws IOException {
    Segment segment = new Segment(path, number, HEAD, HEAD);
    segment.file().setLength(0);
    segment.file().write(ByteBuffer.allocate(HEAD).putLong(MAGIC).putLong(HEAD).array());
    return segment;
  }

  /** A segment of an earlier process, to be read from where that had settled it. */
  static Segment found(Path path, long number) throws IOException {
    return new Segment(path, number, Files.size(path), UNKNOWN);
  }

  private RandomAccessFile file() throws IOException {
    RandomAccessFile open = file;
    if (open == null) {
      open = new RandomAccessFile(path.toFile(), "rw");
      file = open;
    }
    return open;
  }

  long number() {
    return number;
  }

  /** Whether this process has made it; to others nothing is appended. */
  boolean isOwn() {
    return own;
  }

  /** Bytes on disk. */
  long length() {
    return length;
  }

  /** Whether there is nothing left to read, as far as is known without reading. */
  boolean isRead() {
    return readOffset == length;
  }

  /** The room that a record takes. */
  static long room(byte[] bytes) {
    return FRAME + (long) bytes.length;
  }

  /**
   * Appends a record.
   *
   * @throws IOException when that fails; the segment is then as before
   */
  void append(byte[] bytes, boolean sync) throws IOException {
    ByteBuffer framed = ByteBuffer.allocate(FRAME + bytes.length);
    framed.putInt(bytes.length).putInt(checksum(bytes)).put(bytes);
    RandomAccessFile target = file();
    try {
      target.seek(length);
      target.write(framed.array());
      if (sync) {
        target.getFD().sync();
      }
    } catch (IOException failure) {
      target.setLength(length);
      throw failure;
    }
    length += framed.capacity();
  }

  /**
   * The next record that was not read; empty behind the last one.
   *
   * @throws DamagedSegment when it is not as it was written; nothing more is read of the segment
   */
  Optional<SpoolRecord> read() throws IOException {
    long at = readOffset == UNKNOWN ? settled() : readOffset;
    if (at == length) {
      readOffset = at;
      return Optional.empty();
    }
    readOffset = length;
    byte[] bytes = intact(at);
    readOffset = at + room(bytes);
    return Optional.of(new SpoolRecord(number, readOffset, bytes));
  }

  private byte[] intact(long at) throws IOException {
    if (length - at < FRAME) {
      throw torn(at);
    }
    byte[] frame = new byte[FRAME];
    file().seek(at);
    file().readFully(frame);
    int size = ByteBuffer.wrap(frame).getInt();
    if (size < 0 || size > length - at - FRAME) {
      throw torn(at);
    }
    byte[] bytes = new byte[size];
    file().readFully(bytes);
    if (checksum(bytes) != ByteBuffer.wrap(frame).getInt(Integer.BYTES)) {
      throw torn(at);
    }
    return bytes;
  }

  private long settled() throws IOException {
    readOffset = length;
    byte[] head = new byte[HEAD];
    if (length < HEAD) {
      throw torn(0);
    }
    file().seek(0);
    file().readFully(head);
    long settled = ByteBuffer.wrap(head).getLong(SETTLED_AT);
    if (ByteBuffer.wrap(head).getLong() != MAGIC || settled < HEAD || settled > length) {
      throw torn(0);
    }
    return settled;
  }

  private DamagedSegment torn(long at) {
    return new DamagedSegment(
        "%s, byte %d: a record is not as it was written; %d bytes are lost"
            .formatted(path, at, length - at));
  }

  /** Notes that the next process need not read what stands before an offset. */
  void settle(long offset) throws IOException {
    file().seek(SETTLED_AT);
    file().writeLong(offset);
  }

  /** Notes that the next process reads on where this one has stopped reading. */
  void settleRead() throws IOException {
    if (readOffset != UNKNOWN) {
      settle(readOffset);
    }
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }

  /** Closes the file until it is needed again. */
  @Override
  public void close() throws IOException {
    RandomAccessFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
