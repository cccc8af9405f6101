package io.tamiyo.operators.redis.source.split;

import io.tamiyo.operators.redis.StreamId;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes splits for checkpoints and for the way from enumerator to reader. */
public final class StreamSplitSerializer implements SimpleVersionedSerializer<StreamSplit> {
  public static final StreamSplitSerializer INSTANCE = new StreamSplitSerializer();

  static final int VERSION = 1;
  private static final int TYPICAL_BYTES = 128;

  private StreamSplitSerializer() {}

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(StreamSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(TYPICAL_BYTES);
    write(split, out);
    return out.getCopyOfBuffer();
  }

  /** Writes one split in the current version. */
  public void write(StreamSplit split, DataOutputView out) throws IOException {
    out.writeUTF(split.stream());
    writeId(split.position().id(), out);
    out.writeLong(split.position().entriesRead());
    out.writeBoolean(split.position().read());
    out.writeUTF(split.server());
    out.writeBoolean(split.stopAt() != null);
    if (split.stopAt() != null) {
      writeId(split.stopAt(), out);
    }
  }

  @Override
  public StreamSplit deserialize(int version, byte[] serialized) throws IOException {
    return read(version, new DataInputDeserializer(serialized));
  }

  /**
   * Reads one split.
   *
   * @throws IOException if a later version of this connector wrote it
   */
  public StreamSplit read(int version, DataInputView in) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "a split of version %d was written by a later connector, this one reads %d"
              .formatted(version, VERSION));
    }
    String stream = in.readUTF();
    ReadPosition position = new ReadPosition(readId(in), in.readLong(), in.readBoolean());
    String server = in.readUTF();
    @Nullable StreamId stopAt = in.readBoolean() ? readId(in) : null;
    return new StreamSplit(stream, position, server, stopAt);
  }

  private static void writeId(StreamId id, DataOutputView out) throws IOException {
    out.writeLong(id.ms());
    out.writeLong(id.seq());
  }

  private static StreamId readId(DataInputView in) throws IOException {
    return new StreamId(in.readLong(), in.readLong());
  }
}
