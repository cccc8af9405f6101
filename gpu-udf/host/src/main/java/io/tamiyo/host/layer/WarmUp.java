package io.tamiyo.host.layer;

import io.tamiyo.contracts.command.CommandId;
import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.commands.LogPlace;
import io.tamiyo.host.commands.Publications;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.seeds.SeedTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has the JVM compile what a command runs through, before the first real one comes: a layer that
 * exists in memory alone is led through commands that nobody sent. A JVM that has just started
 * takes milliseconds for what takes it microseconds later, beside a training that wants the same
 * processors.
 */
final class WarmUp {

  private static final String LAYER = "warm-up";
  private static final String SOURCE = "host";
  private static final int SEEDS = 100;
  private static final int TIMEOUT_MS = 5_000;
  private static final List<SeedState> LIFE =
      List.of(
          SeedState.GERMINATED,
          SeedState.TRAINING,
          SeedState.GRAFTING,
          SeedState.STABILIZATION,
          SeedState.EVALUATING,
          SeedState.FINE_TUNING,
          SeedState.FOSSILIZED);

  private final WireReader reader;
  private final NativeWriter writer;
  private final LayerProtocol protocol = new LayerProtocol(LifecycleRules.DEFAULTS);
  private final Publications publications = new Publications(SOURCE, LAYER);
  private final LayerState state = new LayerState(LayerSnapshot.born(LAYER, 1, SEEDS, "0-0"));

  WarmUp(WireReader reader, NativeWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /** Leads every seed through its whole life. */
  void play() {
    for (SeedState next : LIFE) {
      for (int seed = 0; seed < SEEDS; seed++) {
        settle(transition(state.seeds().seed(seed), next));
      }
    }
  }

  SeedTable seeds() {
    return state.seeds();
  }

  private void settle(Message command) {
    for (Decoded decoded : reader.read(written(command))) {
      if (decoded instanceof Decoded.Good good) {
        LogPlace place = LogPlace.control(state.nextNumber() + "-0");
        LayerRecord settled =
            protocol.settle(state, place, good.message(), SeedReadings.NONE, 0, 0);
        state.apply(settled);
        publications.of(settled).forEach(this::written);
      }
    }
    state.apply(new LayerRecord.Published(state.nextNumber() - 1));
  }

  private Map<String, byte[]> written(Message message) {
    String type = MessageTypes.nameOf(message);
    return writer.write(
        new EntryHeader(type, LAYER, SOURCE, 1, 1, 1, null, null), List.of(message));
  }

  private static LifecycleTransitionCommand transition(Seed seed, SeedState next) {
    List<SeedTarget> targets = List.of(new SeedTarget(seed.id(), seed.revision()));
    String id = CommandId.of(LAYER, targets, "transition:" + next, new TreeMap<>());
    return new LifecycleTransitionCommand(
        Header.of(id, 1, SOURCE),
        LAYER,
        seed.id(),
        next,
        Map.of(),
        Priority.NORMAL,
        TIMEOUT_MS,
        true,
        "warm-up",
        new Fence(1, targets),
        "1-0");
  }
}
