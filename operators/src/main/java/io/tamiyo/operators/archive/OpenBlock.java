package io.tamiyo.operators.archive;

import io.tamiyo.contracts.wire.compression.ZstdCompressor;
import io.tamiyo.operators.delivery.InboundEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A block that entries are added to. */
final class OpenBlock {

  private final ArchiveMinute minute;
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(plain);
  private int entries;

  OpenBlock(ArchiveMinute minute) {
    this.minute = minute;
  }

  /** Adds an entry of its minute. */
  void add(InboundEntry entry) {
    try {
      BlockFormat.write(entry, out);
      entries++;
    } catch (IOException impossible) {
      throw new UncheckedIOException("entry " + entry.entryId() + " can't be written", impossible);
    }
  }

  /** So many bytes would be compressed. */
  int size() {
    return plain.size();
  }

  /** The block as it stands in a file. */
  ArchiveBlock close(ZstdCompressor compressor) {
    byte[] frame = compressor.compress(plain.toByteArray());
    ByteArrayOutputStream block = new ByteArrayOutputStream(frame.length + Long.SIZE);
    try (DataOutputStream head = new DataOutputStream(block)) {
      head.writeInt(BlockFormat.MAGIC);
      head.writeByte(BlockFormat.VERSION);
      head.writeInt(entries);
      head.writeInt(plain.size());
      head.writeInt(frame.length);
      head.writeInt(BlockFormat.checksum(frame));
      head.write(frame);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new ArchiveBlock(minute, block.toByteArray());
  }
}
