package io.tamiyo.host.commands;

import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.EntryPassed;
import io.tamiyo.host.commands.LayerRecord.EntryUnreadable;
import io.tamiyo.host.commands.LayerRecord.EpochRaised;
import io.tamiyo.host.commands.LayerRecord.OwnTransition;
import io.tamiyo.host.commands.LayerRecord.Published;
import io.tamiyo.host.commands.LayerRecord.Rewound;
import io.tamiyo.host.seeds.SeedTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The protocol state of a layer: a snapshot and the records after it. It changes by {@link #apply}
 * alone, in a running host as at its restart. Not for several threads.
 *
 * <p>Beside the records only {@link #countEpoch} and {@link #raiseEpoch} change it; what they do is
 * not durable.
 */
public final class LayerState {

  /** How many applications are remembered unless said otherwise. */
  public static final int REMEMBERED_COMMANDS = 1000;

  private final Map<LogPlace.Log, String> positions = new EnumMap<>(LogPlace.Log.class);
  private final AppliedCommands applied;
  private final Deque<LayerRecord> unpublished = new ArrayDeque<>();
  private long hostEpoch;
  private SeedTable seeds;
  private long greatestJobEpoch;
  private long lastNumber;

  /** The state at a snapshot. */
  public LayerState(LayerSnapshot snapshot) {
    this(snapshot, REMEMBERED_COMMANDS);
  }

  /** The state at a snapshot, remembering this many applications. */
  public LayerState(LayerSnapshot snapshot, int rememberedCommands) {
    this.hostEpoch = snapshot.hostEpoch();
    this.positions.putAll(snapshot.positions());
    this.applied = new AppliedCommands(rememberedCommands);
    this.applied.addAll(snapshot.applied());
    this.unpublished.addAll(snapshot.unpublished());
    this.seeds = snapshot.seeds();
    this.greatestJobEpoch = snapshot.greatestJobEpoch();
    this.lastNumber = snapshot.lastNumber();
  }

  /**
   * Takes the next record in.
   *
   * @throws IllegalStateException when it does not follow from this state: its number is not the
   *     next one, or one of its changes does not begin where its seed stands
   */
  public void apply(LayerRecord layerRecord) {
    if (layerRecord instanceof Published published) {
      forgetUnpublished(published.number());
      return;
    }
    if (layerRecord.number() != nextNumber()) {
      throw new IllegalStateException(
          "record %d of layer %s follows record %d"
              .formatted(layerRecord.number(), seeds.layerId(), lastNumber));
    }
    applyChanges(layerRecord);
    lastNumber = layerRecord.number();
    if (layerRecord.isPublished()) {
      unpublished.addLast(layerRecord);
    }
  }

  private void applyChanges(LayerRecord layerRecord) {
    if (layerRecord instanceof EpochRaised raised) {
      raiseEpoch(raised.jobEpoch());
      advance(raised.place());
    } else if (layerRecord instanceof EntryPassed passed) {
      advance(passed.place());
    } else if (layerRecord instanceof EntryUnreadable unreadable) {
      advance(unreadable.place());
    } else if (layerRecord instanceof OwnTransition own) {
      seeds = seeds.with(own.changes());
    } else if (layerRecord instanceof Rewound rewound) {
      rewind(rewound);
    } else if (layerRecord instanceof CommandSettled settled) {
      seeds = seeds.with(settled.changes());
      for (String id : settled.applied()) {
        applied.add(new AppliedCommand(id, settled.place(), settled.jobEpoch(), settled.isStop()));
      }
      advance(settled.place());
    }
  }

  private void rewind(Rewound rewound) {
    if (rewound.hostEpoch() <= hostEpoch || rewound.seeds().size() != seeds.size()) {
      throw new IllegalStateException(
          "record %d of layer %s begins life %d with %d seeds after life %d with %d"
              .formatted(
                  rewound.number(),
                  seeds.layerId(),
                  rewound.hostEpoch(),
                  rewound.seeds().size(),
                  hostEpoch,
                  seeds.size()));
    }
    hostEpoch = rewound.hostEpoch();
    seeds = rewound.seeds();
  }

  private void advance(LogPlace place) {
    if (place.last()) {
      positions.put(place.log(), place.entryId());
    }
  }

  private void forgetUnpublished(long upTo) {
    while (!unpublished.isEmpty() && unpublished.getFirst().number() <= upTo) {
      unpublished.removeFirst();
    }
  }

  /**
   * Takes a marker's epoch in force, and never lowers it. Without a record this holds until the
   * next restart, which reads the marker again.
   */
  public void raiseEpoch(long jobEpoch) {
    greatestJobEpoch = Math.max(greatestJobEpoch, jobEpoch);
  }

  /** Every seed has been in its state for one more training epoch. */
  public void countEpoch() {
    seeds = seeds.afterEpoch();
  }

  /** What the gate decides by; valid until the next change. */
  public GateView view() {
    return new GateView(seeds, greatestJobEpoch, applied::find);
  }

  /** The seeds as they are. */
  public SeedTable seeds() {
    return seeds;
  }

  /** The life of the layer. */
  public long hostEpoch() {
    return hostEpoch;
  }

  /** The greatest job epoch of the markers so far; 0 before the first. */
  public long greatestJobEpoch() {
    return greatestJobEpoch;
  }

  /** The last entry of a log that is settled. */
  public String position(LogPlace.Log log) {
    return positions.getOrDefault(log, LayerSnapshot.BEGINNING);
  }

  /** Records whose messages Redis has not confirmed, in order. */
  public List<LayerRecord> unpublished() {
    return List.copyOf(unpublished);
  }

  /** The number of the last record that it contains. */
  public long lastNumber() {
    return lastNumber;
  }

  /** The number of the record that comes next. */
  public long nextNumber() {
    return lastNumber + 1;
  }

  /** All of it. */
  public LayerSnapshot snapshot() {
    return new LayerSnapshot(
        hostEpoch,
        seeds,
        greatestJobEpoch,
        positions,
        applied.all(),
        List.copyOf(unpublished),
        lastNumber);
  }
}
