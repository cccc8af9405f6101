package io.tamiyo.jobs.protocol;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.ReportBuilder;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.OwnTransition;
import io.tamiyo.host.commands.LayerRecord.Published;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.commands.LogPlace;
import io.tamiyo.host.commands.Publications;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A host around the real gate: a store that survives a crash, and publications that may not. */
final class ModelHost {

  private static final String EMERGENCY_START = "0-0";

  private final String layer;
  private final int seeds;
  private final ModelStreams streams;
  private final History history;
  private final Planted planted;
  private final Random random;
  private final LayerProtocol protocol;
  private final Publications publications;

  private final List<LayerRecord> store = new ArrayList<>();
  private final Deque<Message> outbox = new ArrayDeque<>();
  private final Map<Integer, Map<String, Double>> measured = new HashMap<>();
  private LayerState state;
  private long hostEpoch = 1;
  private int position;
  private int stops;
  private double lossOfRecord;

  ModelHost(
      String layer,
      int seeds,
      LifecycleRules rules,
      ModelStreams streams,
      History history,
      Planted planted,
      Random random) {
    this.layer = layer;
    this.seeds = seeds;
    this.streams = streams;
    this.history = history;
    this.planted = planted;
    this.random = random;
    this.protocol = new LayerProtocol(rules);
    this.publications = new Publications("host", layer);
    this.state = born();
  }

  private LayerState born() {
    return new LayerState(LayerSnapshot.born(layer, hostEpoch, seeds, EMERGENCY_START));
  }

  LayerState state() {
    return state;
  }

  boolean isIdle() {
    return position >= streams.control().size() && outbox.isEmpty();
  }

  /** Reads and settles the next entry of the control log; returns whether there was one. */
  boolean readControl() {
    if (position >= streams.control().size()) {
      return false;
    }
    ModelStreams.Entry entry = streams.control().get(position);
    Message message = spoiled(entry.message());
    LogPlace place = LogPlace.control(entry.id());
    settle(protocol.settle(state, place, message, readings(), seconds(), seconds()));
    position++;
    return true;
  }

  private Message spoiled(Message message) {
    boolean anyRevision = planted == Planted.NO_REVISION_CHECK || planted == Planted.NO_MEMORY;
    if (anyRevision && message instanceof LifecycleTransitionCommand command) {
      return atPresentRevisions(command);
    }
    boolean marker = message instanceof EpochStarted;
    return marker && planted == Planted.NO_EPOCH_CHECK
        ? Fixtures.heartbeat(layer, Duration.ZERO)
        : message;
  }

  private Message atPresentRevisions(LifecycleTransitionCommand command) {
    List<SeedTarget> present =
        command.fence().targets().stream()
            .map(SeedTarget::seedId)
            .map(seed -> new SeedTarget(seed, state.seeds().seed(seed).revision()))
            .toList();
    return new LifecycleTransitionCommand(
        command.header(),
        command.layerId(),
        command.seedId(),
        command.targetState(),
        command.parameters(),
        command.priority(),
        command.timeoutMs(),
        command.force(),
        command.reason(),
        new Fence(command.fence().jobEpoch(), present),
        command.cause());
  }

  private void settle(LayerRecord settled) {
    if (planted == Planted.EARLY_ACKNOWLEDGEMENT
        && settled instanceof CommandSettled
        && random.nextDouble() < lossOfRecord) {
      publications.of(settled).forEach(streams::appendInbound);
      note(settled);
      restart();
      return;
    }
    store.add(settled);
    note(settled);
    state.apply(settled);
    outbox.addAll(publications.of(settled));
    if (planted == Planted.NO_MEMORY) {
      forgetApplications();
    }
  }

  /** The same state without what it has applied. */
  private void forgetApplications() {
    LayerSnapshot known = state.snapshot();
    state =
        new LayerState(
            new LayerSnapshot(
                known.hostEpoch(),
                known.seeds(),
                known.greatestJobEpoch(),
                known.positions(),
                List.of(),
                known.unpublished(),
                known.lastNumber()));
  }

  private void note(LayerRecord settled) {
    if (settled instanceof CommandSettled command) {
      note(command.changes(), command.commandId());
    }
    if (settled instanceof OwnTransition own) {
      note(own.changes(), Application.OWN);
    }
  }

  private void note(List<SeedChange> changes, String commandId) {
    for (SeedChange change : changes) {
      history.applied(
          new Application(
              layer,
              commandId,
              change.after().id(),
              change.before().state(),
              change.after().state(),
              change.after().revision()));
    }
  }

  /** Publishes the next message, now and then twice, as after a lost answer of Redis. */
  void publish() {
    Message message = outbox.poll();
    if (message == null) {
      return;
    }
    streams.appendInbound(message);
    if (random.nextInt(20) == 0) {
      streams.appendInbound(message);
    }
    if (outbox.isEmpty()) {
      Published published = new Published(state.nextNumber() - 1);
      store.add(published);
      state.apply(published);
    }
  }

  /** It dies, and begins again from its records; what was not published comes again. */
  void restart() {
    outbox.clear();
    state = born();
    store.forEach(state::apply);
    if (planted != Planted.NO_REPUBLICATION) {
      state.unpublished().forEach(record -> outbox.addAll(publications.of(record)));
    }
    String last = state.position(LogPlace.Log.CONTROL);
    List<String> ids = streams.control().stream().map(ModelStreams.Entry::id).toList();
    position = ids.indexOf(last) + 1;
  }

  /** Its store is lost: a new one begins, with the log read from the beginning. */
  void loseStore() {
    hostEpoch++;
    store.clear();
    outbox.clear();
    state = born();
    position = 0;
  }

  /** One training epoch with new measurements; embargoes may end. */
  void train() {
    state.countEpoch();
    measured.clear();
    for (Seed seed : state.seeds().seeds()) {
      measured.put(seed.id(), measure());
    }
    protocol.endEmbargoes(state, seconds()).ifPresent(this::settle);
  }

  private Map<String, Double> measure() {
    Map<String, Double> values = new HashMap<>();
    values.put(MetricNames.RECONSTRUCTION_LOSS, random.nextInt(3) * 0.0078125);
    values.put(MetricNames.PERFORMANCE_DELTA, (random.nextInt(10) - 1) * 0.0625);
    values.put(MetricNames.STABILITY_SCORE, random.nextInt(4) == 0 ? 0.5 : 1.0);
    values.put(MetricNames.TOTAL_IMPROVEMENT, random.nextInt(2) * 0.25);
    values.put(MetricNames.FINAL_STABILITY, 1.0);
    values.put(MetricNames.ERROR_COUNT, random.nextInt(12) == 0 ? 6.0 : 0.0);
    return values;
  }

  /** A person stops the layer over the emergency stream. */
  void emergencyStop() {
    stops++;
    Command stop =
        new EmergencyStopCommand(
            Fixtures.header("stop-" + stops, Duration.ZERO),
            layer,
            null,
            "test",
            Priority.CRITICAL,
            1_000,
            Fence.NONE,
            "person");
    LogPlace place = LogPlace.emergency(streams.now() + "-" + stops);
    settle(protocol.settle(state, place, stop, readings(), seconds(), seconds()));
  }

  void report() {
    ReportBuilder report =
        Fixtures.report(layer)
            .seeds(seeds)
            .hostEpoch(hostEpoch)
            .at(Duration.ofMillis(streams.now()));
    for (Seed seed : state.seeds().seeds()) {
      report
          .state(seed.id(), seed.state())
          .revision(seed.id(), seed.revision().number())
          .epochsInState(seed.id(), seed.epochsInState());
      measured
          .getOrDefault(seed.id(), Map.of())
          .forEach((name, value) -> report.metric(seed.id(), name, value));
    }
    streams.appendInbound(report.build());
  }

  /** How often a record is lost by the fault of an early acknowledgement. */
  void loseRecords(double share) {
    lossOfRecord = share;
  }

  private SeedReadings readings() {
    return seed -> measured.getOrDefault(seed, Map.of());
  }

  private double seconds() {
    return streams.now() / 1e3;
  }
}
