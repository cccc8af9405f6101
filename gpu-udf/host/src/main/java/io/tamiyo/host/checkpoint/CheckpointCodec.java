package io.tamiyo.host.checkpoint;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.seeds.BlueprintTrial;
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

/**
 * How a checkpoint of a layer stands in a file. Version 1 holds no trials of blueprints: its seeds
 * have nothing to prove.
 */
final class CheckpointCodec {

  static final String LETTERS = "TAMC";
  static final int VERSION = 2;
  private static final int WITHOUT_TRIALS = 1;

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
    BlueprintTrial trial = seed.trial();
    target.writeBoolean(trial != null);
    if (trial != null) {
      write(trial, target);
    }
  }

  private static void write(BlueprintTrial trial, DataOutput target) throws IOException {
    target.writeBoolean(trial.rollbackOnFailure());
    target.writeInt(trial.atLeast().size());
    for (Map.Entry<String, Double> wanted : trial.atLeast().entrySet()) {
      target.writeUTF(wanted.getKey());
      target.writeDouble(wanted.getValue());
    }
  }

  /**
   * @param version in which it was written
   * @throws IOException when the content ends early, or holds what this release does not know
   */
  static LayerCheckpoint decode(InputStream content, int version) throws IOException {
    DataInput source = new DataInputStream(content);
    String layerId = source.readUTF();
    int features = source.readInt();
    long trainingEpoch = source.readLong();
    long recordNumber = source.readLong();
    int size = source.readInt();
    List<Seed> seeds = new ArrayList<>();
    for (int id = 0; id < size; id++) {
      seeds.add(readSeed(id, version, source));
    }
    return new LayerCheckpoint(
        features,
        trainingEpoch,
        recordNumber,
        new SeedTable(layerId, seeds),
        WeightsCodec.readLive(source),
        readKept(source));
  }

  private static Seed readSeed(int id, int version, DataInput source) throws IOException {
    byte code = source.readByte();
    return new Seed(
        id,
        SeedState.ofCode(code).orElseThrow(() -> new IOException("there is no state " + code)),
        WeightsCodec.readRevision(source),
        source.readInt(),
        WeightsCodec.readText(source),
        GraftingStrategy.valueOf(source.readUTF()),
        source.readBoolean() ? WeightsCodec.readRevision(source) : null,
        version > WITHOUT_TRIALS && source.readBoolean() ? readTrial(source) : null);
  }

  private static BlueprintTrial readTrial(DataInput source) throws IOException {
    boolean rollbackOnFailure = source.readBoolean();
    int count = source.readInt();
    Map<String, Double> atLeast = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      atLeast.put(source.readUTF(), source.readDouble());
    }
    return new BlueprintTrial(atLeast, rollbackOnFailure);
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
