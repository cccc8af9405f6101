package io.tamiyo.operators.ordering;

import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Producers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What order knows of a layer, as the object that it works with. */
final class LayerOrder {

  /** The place of a lane, found by one lookup; what comes next passes without another lane. */
  static final class Slot extends Producers.Known {

    private Lane lane;
    private long epoch;
    private long next;
    private boolean isHolding;

    private Slot(Lane lane) {
      super(lane.producer(), lane.stream());
      this.lane = lane;
      set(lane);
    }

    Lane lane() {
      if (lane.next() != next) {
        lane = lane.expecting(next);
      }
      return lane;
    }

    private void set(Lane changed) {
      lane = changed;
      epoch = changed.epoch();
      next = changed.next();
      isHolding = !changed.waiting().isEmpty();
    }

    private boolean passesNext(long ofEpoch, long sequence) {
      if (ofEpoch != epoch || sequence != next || isHolding) {
        return false;
      }
      next++;
      return true;
    }
  }

  private final Producers<Slot> slots = new Producers<>();
  private int lanesSeen;
  private long deadLetters;
  private long duplicates;
  private long held;

  /** No gap is older; the oldest may be younger. */
  private long noGapBefore = Long.MAX_VALUE;

  private LayerOrder(int lanesSeen, long deadLetters, long duplicates) {
    this.lanesSeen = lanesSeen;
    this.deadLetters = deadLetters;
    this.duplicates = duplicates;
  }

  /** A layer of which nothing has arrived. */
  static LayerOrder none() {
    return new LayerOrder(0, 0, 0);
  }

  /** What was kept. */
  static LayerOrder of(OrderState state) {
    LayerOrder order = new LayerOrder(state.lanesSeen(), state.deadLetters(), state.duplicates());
    for (Lane lane : state.lanes()) {
      order.put(lane);
      order.held += lane.held();
      order.noGapBefore = Math.min(order.noGapBefore, lane.gapSince());
    }
    return order;
  }

  /** What is to be kept. */
  OrderState stored() {
    List<Lane> lanes = new ArrayList<>(slots.size());
    slots().forEach(slot -> lanes.add(slot.lane()));
    return new OrderState(lanes, lanesSeen, deadLetters, duplicates);
  }

  /** The ledger terms of this operator. */
  LedgerTerms terms() {
    return held == 0 && deadLetters == 0 && duplicates == 0
        ? LedgerTerms.NONE
        : new LedgerTerms(0, deadLetters, duplicates, 0, held);
  }

  /** Counts messages that did not go on. */
  void count(long newDeadLetters, long newDuplicates) {
    deadLetters += newDeadLetters;
    duplicates += newDuplicates;
  }

  /** Messages held. */
  long held() {
    return held;
  }

  /** Whether an entry is the next of a producer of whom nothing is held; it has passed then. */
  boolean passesNext(String producer, String stream, long epoch, long sequence) {
    Slot slot = slots.find(producer, stream);
    if (slot == null || !slot.passesNext(epoch, sequence)) {
      return false;
    }
    slots.hear(slot);
    return true;
  }

  /** The lane of a producer, who is not silent now, or null when it has none. */
  @Nullable Slot heard(String producer, String stream) {
    Slot slot = slots.find(producer, stream);
    if (slot != null) {
      slots.hear(slot);
    }
    return slot;
  }

  /** A lane for a producer that has none. */
  Slot begin(String producer, String stream, long epoch) {
    return put(Lane.starting(lanesSeen++, producer, stream, epoch));
  }

  private Slot put(Lane lane) {
    Slot slot = new Slot(lane);
    slots.add(slot);
    return slot;
  }

  /** All lanes, longest silent first. */
  List<Slot> slots() {
    return slots.longestSilentFirst();
  }

  int lanes() {
    return slots.size();
  }

  /** Takes away the lane of the producer that was silent longest. */
  Slot removeLongestSilent() {
    return slots.removeLongestSilent();
  }

  /** Puts a lane in the place of what it was before. */
  void set(Slot slot, Lane lane) {
    if (lane.waiting() != slot.lane.waiting()) {
      held += lane.held() - slot.lane.held();
      noGapBefore = Math.min(noGapBefore, lane.gapSince());
    }
    slot.set(lane);
  }

  /** Whether something may be held. */
  boolean mayHold() {
    return noGapBefore < Long.MAX_VALUE;
  }

  /** Whether some gap may be so old. */
  boolean mayHaveGapSince(long time) {
    return noGapBefore <= time;
  }

  /** Looks how old the oldest gap is. */
  void lookForOldestGap() {
    noGapBefore = Long.MAX_VALUE;
    for (Slot slot : slots()) {
      noGapBefore = Math.min(noGapBefore, slot.lane.gapSince());
    }
  }
}
