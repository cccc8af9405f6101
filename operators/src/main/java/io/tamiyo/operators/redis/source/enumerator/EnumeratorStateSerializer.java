package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.source.split.StreamSplit;
import io.tamiyo.operators.redis.source.split.StreamSplitSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes what the enumerator remembers for checkpoints; the same state gives the same bytes. */
public final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {
  public static final EnumeratorStateSerializer INSTANCE = new EnumeratorStateSerializer();

  static final int VERSION = 1;
  private static final int TYPICAL_BYTES = 4096;

  private EnumeratorStateSerializer() {}

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EnumeratorState state) throws IOException {
    StreamSplitSerializer splits = StreamSplitSerializer.INSTANCE;
    DataOutputSerializer out = new DataOutputSerializer(TYPICAL_BYTES);
    out.writeBoolean(state.started());
    out.writeInt(state.known().size());
    for (String stream : new TreeSet<>(state.known())) {
      out.writeUTF(stream);
    }
    out.writeInt(splits.getVersion());
    out.writeInt(state.waiting().size());
    for (StreamSplit split : state.waiting()) {
      splits.write(split, out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "enumerator state of version %d was written by a later connector, this one reads %d"
              .formatted(version, VERSION));
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    boolean started = in.readBoolean();
    Set<String> known = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      known.add(in.readUTF());
    }
    int splitVersion = in.readInt();
    List<StreamSplit> waiting = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      waiting.add(StreamSplitSerializer.INSTANCE.read(splitVersion, in));
    }
    return new EnumeratorState(started, known, waiting);
  }
}
