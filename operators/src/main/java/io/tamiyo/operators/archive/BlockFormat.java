package io.tamiyo.operators.archive;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.compression.Decompression;
import io.tamiyo.operators.delivery.InboundEntry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of the archive, big-endian. A file is one block after another; a block is
 *
 * <pre>
 * magic int · version byte · entries int · plain bytes int · frame bytes int · CRC-32C of frame int
 * frame: zstd of the entries
 * </pre>
 *
 * <p>and an entry within it {@code layer · stream · time long · ordinal long · fields int · (name ·
 * length int · bytes)…}, where a text is its length as an int and its bytes in UTF-8. Each block
 * stands for itself, so that a file can be read up to whatever is damaged.
 */
final class BlockFormat {

  static final int MAGIC = 0x54_41_4D_4A;
  static final byte VERSION = 1;

  /** Of a block, decompressed; a writer begins another long before. */
  static final int MAX_PLAIN_BYTES = 64 << 20;

  private BlockFormat() {}

  static void write(InboundEntry entry, DataOutputStream out) throws IOException {
    writeText(entry.layer(), out);
    writeText(entry.stream(), out);
    out.writeLong(entry.time());
    out.writeLong(entry.ordinal());
    out.writeInt(entry.fields().size());
    for (Map.Entry<String, byte[]> field : entry.fields().entrySet()) {
      writeText(field.getKey(), out);
      out.writeInt(field.getValue().length);
      out.write(field.getValue());
    }
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The entries of the next block; empty at the end of the file.
   *
   * @throws IOException when the block is damaged, or of a version that is not known; it says how
   */
  static List<InboundEntry> read(DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return List.of();
    }
    int magic = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (magic != MAGIC) {
      throw new IOException("no block begins here: found %08x".formatted(magic));
    }
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "the block has version %d; this program reads %d".formatted(version, VERSION));
    }
    int entries = in.readInt();
    int plainBytes = in.readInt();
    int frameBytes = in.readInt();
    int checksum = in.readInt();
    if (entries < 1
        || plainBytes < 1
        || plainBytes > MAX_PLAIN_BYTES
        || frameBytes < 1
        || frameBytes > MAX_PLAIN_BYTES) {
      throw new IOException(
          "a block of %d entries, %d bytes in %d can't be"
              .formatted(entries, plainBytes, frameBytes));
    }
    byte[] frame = in.readNBytes(frameBytes);
    if (frame.length < frameBytes) {
      throw new EOFException(
          "the file ends within a block: %d of %d bytes".formatted(frame.length, frameBytes));
    }
    if (checksum(frame) != checksum) {
      throw new IOException("the checksum of the block is wrong");
    }
    return entries(entries, plain(frame, plainBytes));
  }

  static int checksum(byte[] frame) {
    CRC32C checksum = new CRC32C();
    checksum.update(frame);
    return (int) checksum.getValue();
  }

  private static byte[] plain(byte[] frame, int plainBytes) throws IOException {
    try {
      return Decompression.zstd(frame, plainBytes);
    } catch (DecodeFailure failure) {
      throw new IOException("the block can't be decompressed", failure);
    }
  }

  private static List<InboundEntry> entries(int count, byte[] plain) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
    List<InboundEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(in));
    }
    return entries;
  }

  private static InboundEntry entry(DataInputStream in) throws IOException {
    String layer = readText(in);
    String stream = readText(in);
    long time = in.readLong();
    long ordinal = in.readLong();
    int fields = in.readInt();
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (int i = 0; i < fields; i++) {
      String name = readText(in);
      values.put(name, readBytes(in));
    }
    return new InboundEntry(layer, stream, time, ordinal, values);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("%d bytes within an entry can't be".formatted(length));
    }
    return in.readNBytes(length);
  }
}
