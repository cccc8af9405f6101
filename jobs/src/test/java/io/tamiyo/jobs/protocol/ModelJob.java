package io.tamiyo.jobs.protocol;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.tamiyo.Controller;
import io.tamiyo.operators.tamiyo.LayerControl;
import io.tamiyo.operators.tamiyo.LayerControlSerializer;
import io.tamiyo.operators.tamiyo.Policy;
import io.tamiyo.operators.tamiyo.Proposal;
import io.tamiyo.operators.tracking.ControlEntries;
import io.tamiyo.operators.tracking.Emission;
import io.tamiyo.operators.tracking.LayerTracking;
import io.tamiyo.operators.tracking.LayerTrackingSerializer;
import io.tamiyo.operators.tracking.PendingCopy;
import io.tamiyo.operators.tracking.Tracker;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One incarnation of the job around the real controller and tracker; its sink may be slow. */
final class ModelJob {

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final LayerControlSerializer CONTROLS = new LayerControlSerializer();
  private static final LayerTrackingSerializer TRACKINGS = new LayerTrackingSerializer();

  /**
   * A checkpoint: state and positions, when everything that was sent before is in the log.
   *
   * @param inbound entries of the inbound stream that were read
   * @param log entries of the control log that were read
   */
  record Checkpoint(LayerControl control, LayerTracking tracking, int inbound, int log) {

    /** Before the first entry. */
    static Checkpoint beginning() {
      return new Checkpoint(new LayerControl(), new LayerTracking(), 0, 0);
    }
  }

  private final String layer;
  private final Emission.On emission;
  private final LayerConfig config;
  private final ModelStreams streams;
  private final History history;
  private final Planted planted;
  private final Random random;
  private final ReferenceCodec codec;
  private final Controller controller = new Controller(NAMES, Policy.STANDARD);
  private final Tracker tracker;
  private final LayerControl control;
  private final LayerTracking tracking;
  private final Deque<Message> sink = new ArrayDeque<>();
  private int inbound;
  private int log;
  private int proposed;

  ModelJob(
      String layer,
      Emission.On emission,
      LayerConfig config,
      Checkpoint from,
      ModelStreams streams,
      History history,
      ReferenceCodec codec,
      Planted planted,
      Random random) {
    this.layer = layer;
    this.emission = emission;
    this.config = config;
    this.streams = streams;
    this.history = history;
    this.codec = codec;
    this.planted = planted;
    this.random = random;
    this.tracker = new Tracker(NAMES, new ControlEntries(codec));
    this.control = CONTROLS.copy(from.control());
    this.tracking = TRACKINGS.copy(from.tracking());
    this.inbound = from.inbound();
    this.log = from.log();
  }

  Emission.On emission() {
    return emission;
  }

  LayerControl control() {
    return control;
  }

  /** Whether it has read everything, and everything it sent is in the log. */
  boolean isIdle() {
    return sink.isEmpty() && inbound >= streams.inbound().size() && log >= streams.control().size();
  }

  /** Whether nothing is out, nothing is asked for, and nothing would be sent. */
  boolean isAtRest() {
    return isIdle() && proposed == 0 && tracking.commands().waiting().isEmpty();
  }

  List<PendingCopy> waiting() {
    return tracking.commands().waiting();
  }

  Checkpoint checkpoint() {
    flush();
    return new Checkpoint(CONTROLS.copy(control), TRACKINGS.copy(tracking), inbound, log);
  }

  boolean readInbound() throws IOException {
    if (inbound >= streams.inbound().size()) {
      return false;
    }
    ModelStreams.Entry entry = streams.inbound().get(inbound++);
    List<PendingCopy> before = waiting();
    react(NAMES.inbound(layer), entry, spoiled(entry.message()));
    checkClosed(before, entry.message());
    return true;
  }

  boolean readLog() throws IOException {
    if (log >= streams.control().size()) {
      return false;
    }
    ModelStreams.Entry entry = streams.control().get(log++);
    Message message = entry.message();
    boolean passedOver =
        (planted == Planted.NO_ADOPTION && message instanceof Command)
            || (planted == Planted.OWN_PLANS
                && message instanceof Plan plan
                && plan.jobEpoch() != emission.epoch());
    if (!passedOver) {
      react(NAMES.control(layer), entry, message);
    }
    return true;
  }

  private Message spoiled(Message message) {
    if (planted != Planted.CLOSES_ALL_COPIES || !(message instanceof CommandResult result)) {
      return message;
    }
    Optional<PendingCopy> copy =
        waiting().stream().filter(out -> out.commandId().equals(result.commandId())).findFirst();
    return copy.isEmpty()
        ? message
        : new CommandResult(
            result.header(),
            result.success(),
            result.executionTimeMs(),
            result.error(),
            result.details(),
            result.metadata(),
            result.layerId(),
            result.commandId(),
            copy.get().epoch(),
            result.outcome(),
            result.seeds());
  }

  /** What is waited for no longer was acknowledged, as this copy. */
  private void checkClosed(List<PendingCopy> before, Message read) {
    List<String> after = waiting().stream().map(PendingCopy::commandId).toList();
    for (PendingCopy copy : before) {
      boolean answered =
          read instanceof CommandResult result
              && result.commandId().equals(copy.commandId())
              && result.jobEpoch() == copy.epoch();
      if (!answered && !after.contains(copy.commandId())) {
        history.fault("job epoch " + emission.epoch() + " closes " + copy + " by " + read);
      }
    }
  }

  private void react(String stream, ModelStreams.Entry entry, Message message) throws IOException {
    Delivery delivery =
        new Delivery(
            new InboundEntry(layer, stream, entry.time(), entry.ordinal(), Map.of()),
            Places.of(MessageTypes.nameOf(message), layer, 1),
            List.of(message),
            config,
            true,
            false,
            LedgerTerms.NONE);
    Proposal proposal = controller.react(control, delivery);
    proposed = proposal.commands().size() + proposal.plans().size();
    for (Outbound outbound : tracker.react(tracking, proposal, emission).outbound()) {
      if (outbound.stream().equals(NAMES.control(layer))) {
        send(codec.message(outbound.fields()));
      }
    }
  }

  private void send(Message message) {
    boolean lost =
        planted == Planted.LOSES_COMMANDS && message instanceof Command && random.nextInt(10) == 0;
    if (!lost) {
      sink.add(message);
    }
    if (planted == Planted.NO_MARKER && message instanceof EpochStarted marker) {
      tracking.commands().read(marker, emission);
    }
  }

  /** Appends the next entry, now and then twice, as after a lost answer of Redis. */
  void append() {
    Message message = sink.poll();
    if (message == null) {
      return;
    }
    streams.appendControl(message);
    if (random.nextInt(20) == 0) {
      streams.appendControl(message);
    }
  }

  /** Appends everything. */
  void flush() {
    while (!sink.isEmpty()) {
      append();
    }
  }
}
