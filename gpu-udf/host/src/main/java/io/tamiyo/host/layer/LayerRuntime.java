package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.host.checkpoint.LayerCheckpoint;
import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.commands.LogPlace;
import io.tamiyo.host.commands.Publications;
import io.tamiyo.host.control.LogEntry;
import io.tamiyo.host.seeds.OwnTransitions;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.telemetry.Lane;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One layer in operation. Log readers, the training thread and the publisher call it; whatever
 * changes the layer happens one after the other: decide in memory, append to the store, put in
 * force, publish. What is not durable is neither in force nor published.
 *
 * <p>No call waits for Redis, so that a layer goes on computing without it. Where durability is in
 * doubt, or something else fails that nobody foresaw, the layer is the identity from then on and
 * takes no more commands until the host is started again; it says so in its signs of life.
 */
public final class LayerRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(LayerRuntime.class);

  private final LayerContext context;
  private final LayerStore store;
  private final LayerState state;
  private final LayerKernel kernel;
  private final LayerChannels channels;
  private final Enforcement enforcement;
  private final SeedReadings readings;
  private final Publications publications;
  private final LayerJournal journal;
  private final LayerReporting reporting;
  private final Object lock = new Object();
  private final AtomicLong failures = new AtomicLong();
  private volatile LayerPoint visible;
  private volatile boolean broken;

  /**
   * A layer as its store has it.
   *
   * @param state what {@code store} recovered, or began with
   */
  public LayerRuntime(
      LayerContext context,
      LayerStore store,
      LayerState state,
      LayerKernel kernel,
      LayerChannels channels) {
    this(context, store, state, kernel, channels, Enforcement.here(kernel));
  }

  LayerRuntime(
      LayerContext context,
      LayerStore store,
      LayerState state,
      LayerKernel kernel,
      LayerChannels channels,
      Enforcement enforcement) {
    this.context = context;
    this.enforcement = enforcement;
    this.readings = new EnforcedReadings(kernel, enforcement);
    this.store = store;
    this.state = state;
    this.kernel = kernel;
    this.channels = channels;
    this.reporting = new LayerReporting(context, channels, kernel);
    this.visible = new LayerPoint(state.seeds(), state.lastNumber());
    this.publications = context.publications(layerId());
    this.journal =
        new LayerJournal(
            context.protocol(),
            store,
            state,
            kernel,
            enforcement,
            new RecordPublisher(context.publisher(), publications, channels),
            this::onPublished);
  }

  /**
   * Publishes what an earlier life of the host has left, stops the seeds whose weights did not
   * survive it, and puts all seeds in force.
   */
  public void begin() {
    guarded("the layer could not begin", this::resume);
  }

  private void resume() {
    synchronized (lock) {
      journal.publishUnpublished();
      SeedTable found = state.seeds();
      enforcement.begin(found, seed -> !isWithoutWeights(seed), this::seeds);
      found
          .where(seed -> isWithoutWeights(seed) && !seed.state().isActive())
          .forEach(seed -> LOG.warn("layer {}: the weights of {} are gone", layerId(), seed));
      LayerProtocol protocol = context.protocol();
      List<SeedChange> stops =
          OwnTransitions.stops(found, protocol.rules().table(), this::isWithoutWeights);
      protocol
          .own(state, stops, "the weights did not survive a restart", context.seconds())
          .ifPresent(this::keepAlone);
    }
  }

  private boolean isWithoutWeights(Seed seed) {
    boolean needed = seed.blueprintId() != null || seed.state().isGrafted();
    return needed && !kernel.hasWeights(seed);
  }

  /**
   * Settles entries of one of the layer's logs, all or, on a kill of the process, the first.
   *
   * @throws ClaimCheckOutage when one of them can't be read at the moment; none is settled then,
   *     and they are to be given again
   */
  public void onEntries(LogPlace.Log log, List<LogEntry> entries) {
    guarded("entries of the " + log + " log could not be settled", () -> take(log, entries));
  }

  private void take(LogPlace.Log log, List<LogEntry> entries) {
    List<List<Decoded>> read =
        entries.stream().map(entry -> context.wire().read(entry.fields())).toList();
    double at = context.seconds();
    synchronized (lock) {
      for (int place = 0; place < entries.size(); place++) {
        LogEntry entry = entries.get(place);
        List<Decoded> messages = read.get(place);
        for (int ordinal = 0; ordinal < messages.size(); ordinal++) {
          boolean last = ordinal == messages.size() - 1;
          LogPlace origin = new LogPlace(log, entry.entryId(), ordinal, last);
          journal.keep(settle(origin, entry, messages.get(ordinal), at));
        }
      }
      commit();
    }
  }

  private LayerRecord settle(LogPlace place, LogEntry entry, Decoded decoded, double at) {
    if (decoded instanceof Decoded.Good good) {
      return context
          .protocol()
          .settle(state, place, good.message(), readings, at, context.seconds());
    }
    Decoded.Bad bad = (Decoded.Bad) decoded;
    return UnreadableEntries.describe(state.nextNumber(), place, entry, bad, at);
  }

  /** Counts a training epoch, and makes the transitions of the seeds' own that are due by it. */
  public void onTrainingEpoch() {
    guarded("a training epoch could not be counted", this::countEpoch);
  }

  private void countEpoch() {
    synchronized (lock) {
      state.countEpoch();
      show();
      LayerProtocol protocol = context.protocol();
      protocol.endEmbargoes(state, context.seconds()).ifPresent(this::keepAlone);
      protocol.endTrials(state, readings, context.seconds()).ifPresent(this::keepAlone);
    }
  }

  /** What fails in a layer that is not broken yet breaks it. */
  private void guarded(String consequence, Runnable work) {
    if (broken) {
      return;
    }
    try {
      work.run();
    } catch (ClaimCheckOutage away) {
      throw away;
    } catch (RuntimeException | LinkageError failure) {
      breakOff(consequence, failure);
    }
  }

  /** Makes the layer the identity until the host is started again; counts what did that. */
  void breakOff(String consequence, Throwable failure) {
    broken = true;
    failures.incrementAndGet();
    kernel.disable(consequence);
    LOG.error(
        "layer {} is the identity and takes no commands until the host is started again: {}",
        layerId(),
        consequence,
        failure);
  }

  /**
   * Puts the seeds back to a checkpoint, as another life of the layer.
   *
   * @param id of the checkpoint
   * @param hostEpoch of the new life, greater than all before
   * @param bytes of the layer in the checkpoint
   * @throws io.tamiyo.host.store.StoreFailure when that can't be made durable; the seeds are then
   *     as before. Or when the layer is broken, or breaks by it since durability is in doubt
   */
  public void rewind(String id, LayerCheckpoint checkpoint, long hostEpoch, long bytes) {
    synchronized (lock) {
      requireUsable();
      LayerCheckpoint next = checkpoint.rewound(hostEpoch);
      kernel.prepare(next);
      double now = context.seconds();
      LayerRecord.Rewound rewound =
          new LayerRecord.Rewound(state.nextNumber(), hostEpoch, next.seeds(), id, bytes, now);
      journal.append(rewound);
      try {
        journal.rewind(rewound);
      } catch (RuntimeException | LinkageError failure) {
        breakOff("it could not be put back to checkpoint " + id, failure);
        throw failure;
      }
      show();
    }
  }

  /**
   * @throws StoreFailure when the layer is broken
   */
  void requireUsable() {
    if (broken) {
      throw new StoreFailure(
          "layer %s is the identity since something failed; start the host again"
              .formatted(layerId()));
    }
  }

  /** Says that a checkpoint of the layer was saved. */
  public void tellSaved(String id, long bytes) {
    reporting.saved(id);
    String messageId = "saved-%s-%s".formatted(layerId(), id);
    tell(
        publications.checkpoint(header(messageId, context.seconds()), id, "saved", bytes),
        () -> {});
  }

  private void keepAlone(LayerRecord layerRecord) {
    journal.keep(layerRecord);
    commit();
  }

  private void commit() {
    journal.commit();
    show();
  }

  private void show() {
    visible = new LayerPoint(state.seeds(), state.lastNumber());
  }

  private void onPublished(long upTo) {
    guarded("what is published could not be marked", () -> mark(upTo));
  }

  private void mark(long upTo) {
    synchronized (lock) {
      journal.mark(upTo);
    }
  }

  /** Reports what was measured; by one thread. */
  public void report(LayerMeasurement measurement) {
    reporting.report(seeds(), measurement);
  }

  /**
   * Sends a message about the layer at once.
   *
   * @param confirmed is run when Redis has it, on the publisher's thread
   */
  public void tell(Message message, Runnable confirmed) {
    context.publisher().publish(Lane.URGENT, channels.inbound(), List.of(message), confirmed);
  }

  /**
   * Does something with the ids of all weights that the seeds name, or records that are not
   * published yet, while none is added to them. Not if the layer is broken: what a restart will
   * find is not known then.
   */
  public void withNames(Consumer<Set<String>> work) {
    synchronized (lock) {
      if (!broken) {
        Stream<Seed> told =
            state.unpublished().stream()
                .flatMap(layerRecord -> LayerJournal.changes(layerRecord).stream())
                .flatMap(change -> Stream.of(change.before(), change.after()));
        work.accept(
            Stream.concat(state.seeds().seeds().stream(), told)
                .flatMap(seed -> Stream.ofNullable(seed.blueprintId()))
                .collect(Collectors.toSet()));
      }
    }
  }

  /** The last entry of a log that is settled. */
  public String position(LogPlace.Log log) {
    synchronized (lock) {
      return state.position(log);
    }
  }

  /** The seeds as they are in force. */
  public SeedTable seeds() {
    return visible.seeds();
  }

  /** The seeds as they are in force, and the record that made them so. */
  public LayerPoint point() {
    return visible;
  }

  /** How often something failed and the layer turned to the identity, since the start. */
  public long failures() {
    return failures.get() + kernel.failures();
  }

  /** Whether it takes no commands any more. */
  public boolean isBroken() {
    return broken;
  }

  /** The layer. */
  public String layerId() {
    return visible.seeds().layerId();
  }

  private Header header(String id, double now) {
    return Header.of(id, now, context.hostId());
  }

  /** Ends the use of the store; nothing may be settled any more. */
  public void close() {
    synchronized (lock) {
      try {
        store.close();
      } catch (StoreFailure failure) {
        failures.incrementAndGet();
        LOG.error("layer {}: {}", layerId(), failure.getMessage());
      }
    }
  }
}
