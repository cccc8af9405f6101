package io.tamiyo.host.commands;

import static io.tamiyo.host.commands.TestingCommands.HOST_EPOCH;
import static io.tamiyo.host.commands.TestingCommands.LAYER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.OwnTransition;
import io.tamiyo.host.commands.LayerRecord.Published;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Random control logs with zombies, repeated commands, stops and restarts of the host: whatever
 * comes, each id is applied at most once, revisions of a seed grow by one, edges are legal, and the
 * state is what the records say.
 */
class RandomHistoryTest {

  private static final int SEEDS = 6;
  private static final int STEPS = 3000;

  private final LayerProtocol protocol =
      new LayerProtocol(
          new LifecycleRules(
              LifecycleTable.CURRENT, LifecycleRules.DEFAULTS.options().withEpochsScaledBy(0.02)));
  private final LayerSnapshot birth = LayerSnapshot.born(LAYER, HOST_EPOCH, SEEDS, "0-0");
  private final List<LayerRecord> records = new ArrayList<>();
  private final List<Message> sent = new ArrayList<>();
  private LayerState state = new LayerState(birth);

  @RandomSeeds
  void appliesEachCommandAtMostOnceWhateverComes(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    for (int step = 1; step <= STEPS; step++) {
      take(step, random);
      state.countEpoch();
      protocol.endEmbargoes(state, step).ifPresent(this::keep);
      if (random.nextInt(50) == 0) {
        restart(random);
      }
    }
    checkHistory();
    assertThat(outcomes().keySet()).containsExactlyInAnyOrder(reachable());
  }

  /** FAILED needs a store that fails. */
  private static Outcome[] reachable() {
    return new Outcome[] {
      Outcome.APPLIED,
      Outcome.DUPLICATE,
      Outcome.STALE_EPOCH,
      Outcome.STALE_REVISION,
      Outcome.REJECTED
    };
  }

  private void take(int step, SplittableRandom random) {
    Message message = next(step, random);
    sent.add(message);
    LogPlace place = LogPlace.control(step + "-0");
    keep(protocol.settle(state, place, message, SeedReadings.NONE, step, step));
  }

  private Message next(int step, SplittableRandom random) {
    int kind = random.nextInt(100);
    if (kind < 3) {
      return TestingCommands.marker(1 + random.nextInt(1 + step / 200));
    }
    if (kind < 20 && !sent.isEmpty()) {
      return sent.get(random.nextInt(sent.size()));
    }
    if (kind < 22) {
      return TestingCommands.stop("stop-" + step, LAYER, random.nextInt(SEEDS));
    }
    if (kind < 30) {
      return TestingCommands.batch(
          "batch-" + step,
          random.nextBoolean(),
          random.nextBoolean(),
          transition("part-1-" + step, random),
          transition("part-2-" + step, random));
    }
    return transition("command-" + step, random);
  }

  private Command transition(String id, SplittableRandom random) {
    Seed seed = state.seeds().seed(random.nextInt(SEEDS));
    long number = Math.max(0, seed.revision().number() - random.nextInt(8) / 7);
    SeedTarget target = new SeedTarget(seed.id(), new Revision(HOST_EPOCH, number));
    List<SeedState> legal = List.copyOf(LifecycleTable.CURRENT.next(seed.state()));
    SeedState to =
        legal.isEmpty() || random.nextInt(5) == 0
            ? SeedState.ofCode(random.nextInt(11)).orElseThrow()
            : legal.get(random.nextInt(legal.size()));
    long epoch = Math.max(1, state.greatestJobEpoch() - random.nextInt(10) / 9);
    boolean force = random.nextInt(4) > 0 && to != SeedState.FOSSILIZED;
    return TestingCommands.transition(
        LAYER, id, null, to, force, new Fence(epoch, List.of(target)));
  }

  private void keep(LayerRecord layerRecord) {
    records.add(layerRecord);
    state.apply(layerRecord);
  }

  /** From a snapshot, or from birth through every record; with what was published or without. */
  private void restart(SplittableRandom random) {
    if (random.nextBoolean()) {
      state.apply(new Published(state.nextNumber() - 1));
      assertThat(state.unpublished()).isEmpty();
      state = new LayerState(state.snapshot());
      return;
    }
    LayerState replayed = new LayerState(birth);
    records.forEach(replayed::apply);
    for (int id = 0; id < SEEDS; id++) {
      assertThat(replayed.seeds().seed(id).outcome()).isEqualTo(state.seeds().seed(id).outcome());
    }
    assertThat(replayed.greatestJobEpoch()).isEqualTo(state.greatestJobEpoch());
    assertThat(replayed.position(LogPlace.Log.CONTROL))
        .isEqualTo(state.position(LogPlace.Log.CONTROL));
    state = replayed;
  }

  private void checkHistory() {
    Set<String> applied = new HashSet<>();
    Map<Integer, Revision> revisions = new HashMap<>();
    for (LayerRecord layerRecord : records) {
      for (SeedChange change : changes(layerRecord)) {
        int id = change.after().id();
        Revision before = revisions.getOrDefault(id, new Revision(HOST_EPOCH, 0));
        assertThat(change.after().revision()).isEqualTo(before.next());
        assertThat(LifecycleTable.CURRENT.allows(change.before().state(), change.after().state()))
            .isTrue();
        revisions.put(id, change.after().revision());
      }
      if (layerRecord instanceof CommandSettled settled) {
        settled.applied().forEach(id -> assertThat(applied.add(id)).as(id).isTrue());
      }
    }
  }

  private static List<SeedChange> changes(LayerRecord layerRecord) {
    if (layerRecord instanceof CommandSettled settled) {
      return settled.changes();
    }
    return layerRecord instanceof OwnTransition own ? own.changes() : List.of();
  }

  private Map<Outcome, Integer> outcomes() {
    Map<Outcome, Integer> outcomes = new HashMap<>();
    for (LayerRecord layerRecord : records) {
      if (layerRecord instanceof CommandSettled settled) {
        outcomes.merge(settled.outcome(), 1, Integer::sum);
      }
    }
    return outcomes;
  }
}
