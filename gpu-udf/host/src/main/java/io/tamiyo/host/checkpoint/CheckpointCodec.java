package io.tamiyo.host.checkpoint;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a checkpoint of a layer stands in a file. */
final class CheckpointCodec {

  static final String LETTERS = "TAMC";
  static final int VERSION = 1;

  private CheckpointCodec() {}

  static byte[] encode(LayerCheckpoint checkpoint) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutput target = new DataOutputStream(bytes);
    target.writeUTF(checkpoint.seeds().layerId());
    target.writeInt(checkpoint.features());
    target.writeLong(checkpoint.trainingEpoch());
    target.writeLong(checkpoint.recordNumber());
    target.writeInt(checkpoint.seeds().size());
    for (Seed seed : checkpoint.seeds().seeds()) {
      write(seed, target);
    }
    WeightsCodec.write(checkpoint.live(), target);
    target.writeInt(checkpoint.kept().size());
    for (Map.Entry<String, Blueprint> kept : new TreeMap<>(checkpoint.kept()).entrySet()) {
      target.writeUTF(kept.getKey());
      WeightsCodec.write(kept.getValue(), target);
    }
    return bytes.toByteArray();
  }

  private static void write(Seed seed, DataOutput target) throws IOException {
    target.writeByte(seed.state().code());
    WeightsCodec.write(seed.revision(), target);
    target.writeInt(seed.epochsInState());
    WeightsCodec.writeText(seed.blueprintId(), target);
    target.writeUTF(seed.strategy().name());
    Revision origin = seed.origin();
    target.writeBoolean(origin != null);
    if (origin != null) {
      WeightsCodec.write(origin, target);
    }
  }

  /**
   * @throws IOException when the content ends early, or holds what this release does not know
   */
  static LayerCheckpoint decode(InputStream content) throws IOException {
    DataInput source = new DataInputStream(content);
    String layerId = source.readUTF();
    int features = source.readInt();
    long trainingEpoch = source.readLong();
    long recordNumber = source.readLong();
    int size = source.readInt();
    List<Seed> seeds = new ArrayList<>();
    for (int id = 0; id < size; id++) {
      seeds.add(readSeed(id, source));
    }
    return new LayerCheckpoint(
        features,
        trainingEpoch,
        recordNumber,
        new SeedTable(layerId, seeds),
        WeightsCodec.readLive(source),
        readKept(source));
  }

  private static Seed readSeed(int id, DataInput source) throws IOException {
    byte code = source.readByte();
    return new Seed(
        id,
        SeedState.ofCode(code).orElseThrow(() -> new IOException("there is no state " + code)),
        WeightsCodec.readRevision(source),
        source.readInt(),
        WeightsCodec.readText(source),
        GraftingStrategy.valueOf(source.readUTF()),
        source.readBoolean() ? WeightsCodec.readRevision(source) : null);
  }

  private static Map<String, Blueprint> readKept(DataInput source) throws IOException {
    int count = source.readInt();
    Map<String, Blueprint> kept = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      kept.put(source.readUTF(), WeightsCodec.readBlueprint(source));
    }
    return kept;
  }
}
