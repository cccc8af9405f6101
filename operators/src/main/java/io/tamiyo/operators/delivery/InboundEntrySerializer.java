package io.tamiyo.operators.delivery;

import io.tamiyo.operators.state.VersionedSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Entries on the wire between source and ingest: texts as the bytes that they are, and read into
 * the text that was read before where they are the same, since names of layers, streams and fields
 * come again and again. Flink's own serializer writes them character by character.
 */
public final class InboundEntrySerializer extends VersionedSerializer<InboundEntry> {

  private static final long serialVersionUID = 1;

  private static final int VERSION = 1;
  private static final InboundEntry NOTHING = new InboundEntry("", "", 0, 0, Map.of());

  private final RecentTexts texts = new RecentTexts();

  /** Each thread has its own, since it remembers texts. */
  @Override
  public InboundEntrySerializer duplicate() {
    return new InboundEntrySerializer();
  }

  @Override
  protected int version() {
    return VERSION;
  }

  @Override
  protected void write(InboundEntry entry, DataOutputView target) throws IOException {
    writeText(entry.layer(), target);
    writeText(entry.stream(), target);
    target.writeLong(entry.time());
    target.writeLong(entry.ordinal());
    target.writeInt(entry.fields().size());
    for (Map.Entry<String, byte[]> field : entry.fields().entrySet()) {
      writeText(field.getKey(), target);
      target.writeInt(field.getValue().length);
      target.write(field.getValue());
    }
  }

  @Override
  protected InboundEntry read(int version, DataInputView source) throws IOException {
    String layer = readText(source);
    String stream = readText(source);
    long time = source.readLong();
    long ordinal = source.readLong();
    int size = source.readInt();
    String[] names = new String[size];
    byte[][] values = new byte[size][];
    for (int i = 0; i < size; i++) {
      names[i] = readText(source);
      values[i] = new byte[source.readInt()];
      source.readFully(values[i]);
    }
    return new InboundEntry(layer, stream, time, ordinal, new FieldMap(names, values));
  }

  private static void writeText(String text, DataOutputView target) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  private String readText(DataInputView source) throws IOException {
    int length = source.readInt();
    byte[] buffer = texts.buffer(length);
    source.readFully(buffer, 0, length);
    return texts.text(buffer, length);
  }

  @Override
  public InboundEntry createInstance() {
    return NOTHING;
  }

  @Override
  public InboundEntry copy(InboundEntry from) {
    return from;
  }

  @Override
  public TypeSerializerSnapshot<InboundEntry> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<InboundEntry> {
    public Snapshot() {
      super(InboundEntrySerializer::new);
    }
  }
}
