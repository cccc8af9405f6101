package io.tamiyo.host.checkpoint;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.grafting.AlphaState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How weights stand in a file. */
final class WeightsCodec {

  private WeightsCodec() {}

  static void write(List<LiveWeights> live, DataOutput target) throws IOException {
    target.writeInt(live.size());
    for (LiveWeights weights : live) {
      target.writeInt(weights.seedId());
      write(weights.origin(), target);
      write(weights.blueprint(), target);
      AlphaState alpha = weights.alpha();
      target.writeDouble(alpha.alpha());
      target.writeDouble(alpha.velocity());
      target.writeDouble(alpha.stableAlpha());
      target.writeInt(alpha.unstableChecks());
    }
  }

  static List<LiveWeights> readLive(DataInput source) throws IOException {
    int count = source.readInt();
    List<LiveWeights> live = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      live.add(
          new LiveWeights(
              source.readInt(), readRevision(source), readBlueprint(source), readAlpha(source)));
    }
    return live;
  }

  private static AlphaState readAlpha(DataInput source) throws IOException {
    return new AlphaState(
        source.readDouble(), source.readDouble(), source.readDouble(), source.readInt());
  }

  static void write(Blueprint blueprint, DataOutput target) throws IOException {
    target.writeInt(blueprint.kind().code());
    target.writeInt(blueprint.features());
    for (float weight : blueprint.weights()) {
      target.writeInt(Float.floatToRawIntBits(weight));
    }
  }

  static Blueprint readBlueprint(DataInput source) throws IOException {
    int code = source.readInt();
    BlueprintKind kind =
        BlueprintKind.ofCode(code)
            .orElseThrow(() -> new IOException("there is no kind of blueprint " + code));
    int features = source.readInt();
    float[] weights = new float[kind.parameters(features)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Float.intBitsToFloat(source.readInt());
    }
    return Blueprint.of(kind, features, weights);
  }

  static void write(Revision revision, DataOutput target) throws IOException {
    target.writeLong(revision.hostEpoch());
    target.writeLong(revision.number());
  }

  static Revision readRevision(DataInput source) throws IOException {
    return new Revision(source.readLong(), source.readLong());
  }

  static void writeText(@Nullable String text, DataOutput target) throws IOException {
    target.writeBoolean(text != null);
    if (text != null) {
      target.writeUTF(text);
    }
  }

  static @Nullable String readText(DataInput source) throws IOException {
    return source.readBoolean() ? source.readUTF() : null;
  }
}
