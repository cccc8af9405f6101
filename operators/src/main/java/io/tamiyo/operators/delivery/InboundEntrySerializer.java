package io.tamiyo.operators.delivery;

import io.tamiyo.operators.redis.source.FieldMap;
import io.tamiyo.operators.state.VersionedSerializer;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Entries on the wire between source and ingest: what an entry shares with others of its stream as
 * one block, which is looked up and not read when it comes again, then its id and the values of its
 * fields. Flink's own serializer writes each text character by character.
 */
public final class InboundEntrySerializer extends VersionedSerializer<InboundEntry> {

  private static final long serialVersionUID = 1;

  private static final int VERSION = 1;
  private static final InboundEntry NOTHING = new InboundEntry("", "", 0, 0, Map.of());

  private final RecentHeads heads = new RecentHeads();

  /** Each thread has its own, since it remembers heads. */
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
    FieldMap fields = FieldMap.of(entry.fields());
    byte[] head = heads.bytes(entry.layer(), entry.stream(), fields.shape());
    target.writeInt(head.length);
    target.write(head);
    target.writeLong(entry.time());
    target.writeLong(entry.ordinal());
    for (int i = 0; i < fields.shape().size(); i++) {
      byte[] value = fields.value(i);
      target.writeInt(value.length);
      target.write(value);
    }
  }

  @Override
  protected InboundEntry read(int version, DataInputView source) throws IOException {
    int length = source.readInt();
    byte[] buffer = heads.buffer(length);
    source.readFully(buffer, 0, length);
    EntryHead head = heads.head(buffer, length);
    long time = source.readLong();
    long ordinal = source.readLong();
    byte[][] values = new byte[head.shape().size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new byte[source.readInt()];
      source.readFully(values[i]);
    }
    return new InboundEntry(
        head.layer(), head.stream(), time, ordinal, new FieldMap(head.shape(), values));
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
