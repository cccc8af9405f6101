package io.tamiyo.host.layer;

import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.EntryUnreadable;
import io.tamiyo.host.commands.LayerRecord.EpochRaised;
import io.tamiyo.host.commands.LayerRecord.OwnTransition;
import io.tamiyo.host.commands.LayerRecord.Published;
import io.tamiyo.host.commands.LayerRecord.Rewound;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records durable and in force. Its callers hold one lock.
 *
 * <p>A record that can't be written changes nothing: a command is acknowledged as FAILED, a
 * transition of the seeds' own is tried again at the next epoch, a marker holds until the restart
 * that reads it again.
 */
final class LayerJournal {

  private static final Logger LOG = LoggerFactory.getLogger(LayerJournal.class);

  private final LayerProtocol protocol;
  private final LayerStore store;
  private final LayerState state;
  private final LayerKernel kernel;
  private final Enforcement enforcement;
  private final RecordPublisher publisher;
  private final LongConsumer published;
  private final List<LayerRecord> group = new ArrayList<>();
  private final List<LayerRecord> unrecorded = new ArrayList<>();

  /**
   * @param published hears up to which record Redis has everything, on the publisher's thread; it
   *     takes the lock and calls {@link #mark}
   */
  LayerJournal(
      LayerProtocol protocol,
      LayerStore store,
      LayerState state,
      LayerKernel kernel,
      Enforcement enforcement,
      RecordPublisher publisher,
      LongConsumer published) {
    this.published = published;
    this.protocol = protocol;
    this.store = store;
    this.state = state;
    this.kernel = kernel;
    this.enforcement = enforcement;
    this.publisher = publisher;
  }

  /** Adds a record to the group that the next {@link #commit} makes durable. */
  void keep(LayerRecord decided) {
    LayerRecord layerRecord = enforcement.planned(decided);
    try {
      changes(layerRecord).forEach(this::keepWeights);
      store.append(layerRecord);
    } catch (StoreFailure failure) {
      LOG.error("layer {}: {}", state.seeds().layerId(), failure.getMessage());
      handleUnwritten(layerRecord, failure);
      return;
    }
    state.apply(layerRecord);
    group.add(layerRecord);
  }

  private void keepWeights(SeedChange change) {
    Seed after = change.after();
    if (after.blueprintId() != null
        && !Objects.equals(after.blueprintId(), change.before().blueprintId())) {
      kernel.keepWeights(after);
    }
  }

  private void handleUnwritten(LayerRecord layerRecord, StoreFailure failure) {
    if (layerRecord instanceof EpochRaised marker) {
      state.raiseEpoch(marker.jobEpoch());
    } else if (layerRecord instanceof CommandSettled wish) {
      unrecorded.add(protocol.failed(wish, state.seeds(), String.valueOf(failure.getMessage())));
    } else if (layerRecord instanceof EntryUnreadable) {
      unrecorded.add(layerRecord);
    }
  }

  /**
   * Makes the group durable, then puts its changes in force, then publishes what follows.
   *
   * @throws StoreFailure when durability is in doubt; nothing is in force or published then, and
   *     the host must be restarted
   */
  void commit() {
    store.commit();
    group.forEach(this::enforce);
    unrecorded.forEach(publisher::publishUnrecorded);
    group.clear();
    unrecorded.clear();
    compactIfDue();
  }

  /**
   * Writes that the seeds begin another life; {@link #rewind} follows.
   *
   * @throws StoreFailure when it can't be written; nothing has changed then
   */
  void append(Rewound rewound) {
    store.append(rewound);
  }

  /**
   * Makes durable that the seeds begin another life, puts them in force, and says so.
   *
   * @throws StoreFailure when durability is in doubt, as at {@link #commit}
   */
  void rewind(Rewound rewound) {
    state.apply(rewound);
    store.commit();
    enforce(rewound);
    compactIfDue();
  }

  private void enforce(LayerRecord layerRecord) {
    enforcement.enforce(layerRecord, seeds(layerRecord), publisher.expect(layerRecord, published));
  }

  /** Publishes again what an earlier life of the host has not seen confirmed. */
  void publishUnpublished() {
    for (LayerRecord layerRecord : state.unpublished()) {
      enforcement.enforceAgain(
          layerRecord, seeds(layerRecord), publisher.expect(layerRecord, published));
    }
  }

  /** Marks records as published. */
  void mark(long upTo) {
    Published mark = new Published(upTo);
    try {
      store.append(mark);
      state.apply(mark);
    } catch (StoreFailure failure) {
      LOG.warn(
          "layer {}: what is published may be published again after a restart: {}",
          state.seeds().layerId(),
          failure.getMessage());
    }
  }

  private void compactIfDue() {
    if (!store.isOutgrown()) {
      return;
    }
    try {
      store.compact(state.snapshot());
    } catch (StoreFailure failure) {
      LOG.warn("layer {}: {}", state.seeds().layerId(), failure.getMessage());
    }
  }

  /** The seeds that a record changes, as each change leaves them. */
  private static List<Seed> seeds(LayerRecord layerRecord) {
    return layerRecord instanceof Rewound rewound
        ? rewound.seeds().seeds()
        : changes(layerRecord).stream().map(SeedChange::after).toList();
  }

  /** The changes of seeds that a record tells of. */
  static List<SeedChange> changes(LayerRecord layerRecord) {
    if (layerRecord instanceof CommandSettled settled) {
      return settled.changes();
    }
    return layerRecord instanceof OwnTransition own ? own.changes() : List.of();
  }
}
