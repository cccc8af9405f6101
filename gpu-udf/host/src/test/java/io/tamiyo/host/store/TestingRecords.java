package io.tamiyo.host.store;

import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerRecord.EntryPassed;
import io.tamiyo.host.commands.LayerRecord.EntryUnreadable;
import io.tamiyo.host.commands.LayerRecord.Published;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.commands.LogPlace;
import io.tamiyo.host.commands.TestingCommands;
import io.tamiyo.host.seeds.OwnTransitions;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedReadings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A layer whose records show every kind, and values that are hard to write. */
final class TestingRecords {

  static final LayerSnapshot BIRTH =
      LayerSnapshot.born(TestingCommands.LAYER, TestingCommands.HOST_EPOCH, 3, "4-0");

  private static final SeedReadings READINGS =
      seedId -> Map.of("loss", Double.NaN, "accuracy", Double.NEGATIVE_INFINITY, "delta", 0.1);

  private TestingRecords() {}

  /** One record of each kind, in an order in which they follow. */
  static List<LayerRecord> all() {
    LayerProtocol protocol = new LayerProtocol(LifecycleRules.DEFAULTS);
    LayerState state = new LayerState(BIRTH);
    List<LayerRecord> records = new ArrayList<>();
    take(
        records,
        state,
        protocol.settle(
            state, LogPlace.control("1-0"), TestingCommands.marker(1), READINGS, 0.1, 0.2));
    Seed seed = state.seeds().seed(1);
    take(
        records,
        state,
        protocol.settle(
            state,
            LogPlace.control("2-0"),
            TestingCommands.transition("ä\n\u0000 b", SeedState.GERMINATED, seed),
            READINGS,
            0.1,
            0.2));
    take(
        records,
        state,
        protocol.settle(
            state,
            LogPlace.control("3-0"),
            TestingCommands.transition("c", SeedState.FOSSILIZED, seed),
            READINGS,
            0.1,
            0.2));
    take(records, state, new Published(2));
    take(records, state, new EntryPassed(state.nextNumber(), LogPlace.control("4-0")));
    take(
        records,
        state,
        new EntryUnreadable(
            state.nextNumber(),
            LogPlace.emergency("5-0"),
            "kasmina.control.emergency",
            -1,
            1,
            null,
            0,
            "malformed_payload",
            "no JSON",
            Map.of("data", "AAAA"),
            7.5));
    take(
        records,
        state,
        protocol
            .own(
                state,
                OwnTransitions.stops(state.seeds(), LifecycleRules.DEFAULTS.table(), any -> true),
                "weights are gone",
                8)
            .orElseThrow());
    return records;
  }

  private static void take(List<LayerRecord> records, LayerState state, LayerRecord next) {
    state.apply(next);
    records.add(next);
  }

  /** The state after the first so many records. */
  static LayerSnapshot after(int records) {
    LayerState state = new LayerState(BIRTH);
    all().subList(0, records).forEach(state::apply);
    return state.snapshot();
  }
}
