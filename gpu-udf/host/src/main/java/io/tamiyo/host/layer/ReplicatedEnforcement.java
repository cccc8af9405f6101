package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.OwnTransition;
import io.tamiyo.host.commands.LayerRecord.Rewound;
import io.tamiyo.host.replica.ReplicaChange;
import io.tamiyo.host.replica.ReplicaControl;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * In every replica of the layer, with one training step. The replica in this process is one of them
 * and follows the same log; so a host that begins again has nothing to put in force itself.
 */
record ReplicatedEnforcement(ReplicaControl replicas) implements Enforcement {

  @Override
  public void begin(SeedTable found, Predicate<Seed> isUsable, Supplier<SeedTable> now) {
    replicas.begin(found, now);
  }

  /** The step is durable with the change: after a restart replicas are told the same one. */
  @Override
  public LayerRecord planned(LayerRecord layerRecord) {
    if (layerRecord instanceof CommandSettled settled
        && !settled.changes().isEmpty()
        && !settled.isStop()) {
      return settled.atStep(replicas.plan(settled.details().get(Command.APPLY_AT_STEP)));
    }
    return layerRecord instanceof OwnTransition own ? own.atStep(replicas.plan(null)) : layerRecord;
  }

  @Override
  public void enforce(
      LayerRecord layerRecord, List<Seed> seeds, Consumer<Map<String, Object>> told) {
    if (seeds.isEmpty()) {
      told.accept(Map.of());
      return;
    }
    replicas.enforce(change(layerRecord, seeds), told);
  }

  @Override
  public void enforceAgain(
      LayerRecord layerRecord, List<Seed> seeds, Consumer<Map<String, Object>> told) {
    if (seeds.isEmpty()) {
      told.accept(Map.of());
      return;
    }
    replicas.takeUp(change(layerRecord, seeds), told);
  }

  private static ReplicaChange change(LayerRecord layerRecord, List<Seed> seeds) {
    List<Seed> before = LayerJournal.changes(layerRecord).stream().map(SeedChange::before).toList();
    String checkpointId = layerRecord instanceof Rewound rewound ? rewound.checkpointId() : "";
    return new ReplicaChange(layerRecord.number(), step(layerRecord), checkpointId, before, seeds);
  }

  /** Stops and checkpoints take effect at once. */
  private static long step(LayerRecord layerRecord) {
    if (layerRecord instanceof OwnTransition own) {
      return own.applyAtStep();
    }
    return layerRecord instanceof CommandSettled settled
        ? ReplicaChange.step(settled.details().get(Command.APPLY_AT_STEP))
        : ReplicaChange.AT_ONCE;
  }

  @Override
  public Optional<String> stepFault(@Nullable Object step) {
    return replicas.fault(step);
  }
}
