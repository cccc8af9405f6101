package io.tamiyo.operators.tracking;

import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.state.VersionedSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** {@link LayerTracking} in state; commands stand in it as the entries that were written. */
public final class LayerTrackingSerializer extends VersionedSerializer<LayerTracking> {

  private static final long serialVersionUID = 1;

  /** The second has messages that an operator failed on. */
  private static final int VERSION = 2;

  @Override
  protected int version() {
    return VERSION;
  }

  @Override
  protected void write(LayerTracking value, DataOutputView target) throws IOException {
    writeCommands(value.commands(), target);
    writeStrings(value.planned(), target);
    LedgerCount ledger = value.ledger();
    target.writeLong(ledger.out());
    target.writeLong(ledger.failed());
    target.writeLong(ledger.reportedAt());
    target.writeLong(ledger.reportedOut());
    writeTerms(ledger.reported(), target);
    target.writeLong(value.announcedEpoch());
    target.writeLong(value.announcedAt());
    target.writeUTF(value.told().name());
  }

  @Override
  protected LayerTracking read(int version, DataInputView source) throws IOException {
    CommandTracker commands = readCommands(source);
    List<String> planned = readStrings(source);
    LedgerCount ledger =
        new LedgerCount(
            source.readLong(),
            version < 2 ? 0 : source.readLong(),
            source.readLong(),
            source.readLong(),
            readTerms(source));
    return new LayerTracking(
        commands,
        planned,
        ledger,
        source.readLong(),
        source.readLong(),
        Standing.valueOf(source.readUTF()));
  }

  private static void writeCommands(CommandTracker commands, DataOutputView target)
      throws IOException {
    List<PendingCommand> pending = commands.pending().all();
    target.writeInt(pending.size());
    for (PendingCommand command : pending) {
      writeCommand(command, target);
    }
    writeStrings(commands.early().all(), target);
    target.writeLong(commands.leadingEpoch());
    target.writeLong(commands.greatestEpoch());
    StringValue.writeString(commands.greatestHolder(), target);
  }

  private static CommandTracker readCommands(DataInputView source) throws IOException {
    List<PendingCommand> pending = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      pending.add(readCommand(source));
    }
    return new CommandTracker(
        PendingCommands.of(pending),
        EarlyAnswers.of(readStrings(source)),
        source.readLong(),
        source.readLong(),
        StringValue.readString(source));
  }

  private static void writeCommand(PendingCommand command, DataOutputView target)
      throws IOException {
    StringValue.writeString(command.id(), target);
    target.writeInt(command.seeds().size());
    for (int seed : command.seeds()) {
      target.writeInt(seed);
    }
    target.writeBoolean(command.emergency());
    target.writeLong(command.epoch());
    StringValue.writeString(command.entryId(), target);
    target.writeLong(command.sentAt());
    target.writeLong(command.decidedAt());
    target.writeInt(command.timeoutMs());
    target.writeInt(command.attempts());
    target.writeBoolean(command.acknowledged());
    target.writeInt(command.fields().size());
    for (Map.Entry<String, byte[]> field : command.fields().entrySet()) {
      StringValue.writeString(field.getKey(), target);
      target.writeInt(field.getValue().length);
      target.write(field.getValue());
    }
  }

  private static PendingCommand readCommand(DataInputView source) throws IOException {
    String id = StringValue.readString(source);
    List<Integer> seeds = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      seeds.add(source.readInt());
    }
    return new PendingCommand(
        id,
        seeds,
        source.readBoolean(),
        source.readLong(),
        StringValue.readString(source),
        source.readLong(),
        source.readLong(),
        source.readInt(),
        source.readInt(),
        source.readBoolean(),
        readFields(source));
  }

  private static Map<String, byte[]> readFields(DataInputView source) throws IOException {
    Map<String, byte[]> fields = new HashMap<>();
    for (int left = source.readInt(); left > 0; left--) {
      String name = StringValue.readString(source);
      byte[] value = new byte[source.readInt()];
      source.readFully(value);
      fields.put(name, value);
    }
    return fields;
  }

  private static void writeTerms(LedgerTerms terms, DataOutputView target) throws IOException {
    target.writeLong(terms.in());
    target.writeLong(terms.deadLetters());
    target.writeLong(terms.duplicates());
    target.writeLong(terms.expired());
    target.writeLong(terms.held());
  }

  private static LedgerTerms readTerms(DataInputView source) throws IOException {
    return new LedgerTerms(
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readLong());
  }

  private static void writeStrings(List<String> strings, DataOutputView target) throws IOException {
    target.writeInt(strings.size());
    for (String string : strings) {
      StringValue.writeString(string, target);
    }
  }

  private static List<String> readStrings(DataInputView source) throws IOException {
    List<String> strings = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      strings.add(StringValue.readString(source));
    }
    return strings;
  }

  @Override
  public LayerTracking createInstance() {
    return new LayerTracking();
  }

  @Override
  public LayerTracking copy(LayerTracking from) {
    return from.copy();
  }

  @Override
  public TypeSerializerSnapshot<LayerTracking> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints; each value carries its own version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LayerTracking> {
    public Snapshot() {
      super(LayerTrackingSerializer::new);
    }
  }
}
