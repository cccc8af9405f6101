package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.Rewound;
import io.tamiyo.host.replica.ReplicaControl;
import io.tamiyo.host.seeds.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * In every replica of the layer, with one training step. The replica in this process is one of them
 * and follows the same log; so a host that begins again has nothing to put in force itself.
 */
record ReplicatedEnforcement(ReplicaControl replicas) implements Enforcement {

  @Override
  public void begin(List<Seed> found) {}

  @Override
  public void enforce(
      LayerRecord layerRecord, List<Seed> seeds, Consumer<Map<String, Object>> told) {
    if (seeds.isEmpty()) {
      told.accept(Map.of());
      return;
    }
    replicas.enforce(
        layerRecord.number(), seeds, wishedStep(layerRecord), isAtOnce(layerRecord), told);
  }

  /** Replicas know an update that they have had. */
  @Override
  public void enforceAgain(
      LayerRecord layerRecord, List<Seed> seeds, Consumer<Map<String, Object>> told) {
    enforce(layerRecord, seeds, told);
  }

  private static @Nullable Object wishedStep(LayerRecord layerRecord) {
    return layerRecord instanceof CommandSettled settled
        ? settled.details().get(Command.APPLY_AT_STEP)
        : null;
  }

  private static boolean isAtOnce(LayerRecord layerRecord) {
    return layerRecord instanceof Rewound
        || (layerRecord instanceof CommandSettled settled && settled.isStop());
  }

  @Override
  public Optional<String> stepFault(@Nullable Object step) {
    return replicas.fault(step);
  }
}
