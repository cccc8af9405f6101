package io.tamiyo.operators.delivery;

import io.tamiyo.operators.redis.source.FieldMap;
import io.tamiyo.operators.state.VersionedSerializer;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Entries on the wire between source and ingest: what an entry shares with others of its stream as
 * one block, which is looked up and not read when it comes again, then its id and its own values.
 * Flink's own serializer writes each text character by character. State never holds entries in this
 * form, so that it may change with every release.
 */
public final class InboundEntrySerializer extends VersionedSerializer<InboundEntry> {

  private static final long serialVersionUID = 1;

  private static final int VERSION = 1;
  private static final InboundEntry NOTHING = new InboundEntry("", "", 0, 0, Map.of());

  private transient @Nullable RecentHeads heads;

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
    int hash = heads().hash(entry.layer(), entry.stream(), fields);
    EntryHead head = heads().of(hash, entry.layer(), entry.stream(), fields);
    target.writeInt(hash);
    target.writeInt(head.bytes().length);
    target.write(head.bytes());
    target.writeLong(entry.time());
    target.writeLong(entry.ordinal());
    for (int i = 0; i < fields.shape().size(); i++) {
      if (!head.repeats(i)) {
        target.writeInt(fields.value(i).length);
        target.write(fields.value(i));
      }
    }
  }

  @Override
  protected InboundEntry read(int version, DataInputView source) throws IOException {
    int hash = source.readInt();
    int length = source.readInt();
    byte[] room = heads().room(length);
    source.readFully(room, 0, length);
    EntryHead head = heads().read(hash, room, length);
    long time = source.readLong();
    long ordinal = source.readLong();
    byte[][] values = new byte[head.shape().size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = head.repeats(i) ? head.value(i) : own(source);
    }
    return new InboundEntry(
        head.layer(), head.stream(), time, ordinal, new HeadedFields(head, values));
  }

  private static byte[] own(DataInputView source) throws IOException {
    byte[] value = new byte[source.readInt()];
    source.readFully(value);
    return value;
  }

  private RecentHeads heads() {
    RecentHeads known = heads;
    if (known == null) {
      known = new RecentHeads();
      heads = known;
    }
    return known;
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
