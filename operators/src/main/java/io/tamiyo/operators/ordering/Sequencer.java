package io.tamiyo.operators.ordering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Decides in which order the entries of a layer go on, for one delivery: what arrives in order
 * passes, what is ahead waits for its predecessors, and what waits too long, too far ahead or in
 * too great a number is released, and what it waited for given up.
 *
 * <p>A newer start of a producer takes over at once: what is held of the older one is released
 * first. What arrives of an older start passes late. A producer that is first seen in the middle
 * waits for its beginning as for any gap; until then the window is counted from the first entry
 * that is held, since a job that starts late would otherwise report two gaps for one.
 */
final class Sequencer {

  private final LayerOrder order;
  private final OrderingOptions options;
  private final long now;
  private final int maxLanes;
  private final List<OrderStep> steps = new ArrayList<>(2);
  private boolean changed;

  /**
   * @param order what is known of the layer, which changes as steps are decided
   * @param now the layer's clock, milliseconds
   * @param maxLanes producers, by stream, whose order is kept; beyond it the one that was silent
   *     longest is given up
   */
  Sequencer(LayerOrder order, OrderingOptions options, long now, int maxLanes) {
    this.order = order;
    this.options = options;
    this.now = now;
    this.maxLanes = maxLanes;
  }

  /** An entry without a place arrives. */
  void arrive() {
    releaseWhatNeedNotWait();
    steps.add(OrderStep.Pass.IN_ORDER);
  }

  /** An entry of a producer arrives, with so many messages that could be read. */
  void arrive(String producer, String stream, long epoch, long sequence, int messages) {
    releaseWhatNeedNotWait();
    LayerOrder.Slot slot = slotOf(producer, stream, epoch);
    Lane lane = slot.lane();
    if (options.strategy() == OrderingStrategy.NONE) {
      passAsArrived(slot, epoch, sequence);
      return;
    }
    if (epoch < lane.epoch() || sequence < lane.next()) {
      steps.add(OrderStep.Pass.LATE);
      return;
    }
    if (lane.isHolding(sequence)) {
      steps.add(new OrderStep.Drop(messages));
      return;
    }
    changed = true;
    if (sequence == lane.next()) {
      steps.add(OrderStep.Pass.IN_ORDER);
      order.set(slot, released(lane.expecting(sequence + 1)));
      return;
    }
    steps.add(new OrderStep.Hold(new HeldPlace(lane.id(), sequence)));
    order.set(slot, lane.holding(new Waiting(sequence, now, messages)));
    bound(slot);
  }

  /** Gives up what has been waited for long enough. */
  void expire() {
    if (!order.mayHaveGapSince(now - options.timeoutMs())) {
      return;
    }
    for (LayerOrder.Slot slot : order.slots()) {
      Lane lane = slot.lane();
      while (!lane.waiting().isEmpty() && now - lane.gapSince() >= options.timeoutMs()) {
        lane = givenUp(lane);
      }
      order.set(slot, lane);
    }
    order.lookForOldestGap();
  }

  /** What is to be done, in turn. */
  List<OrderStep> steps() {
    return steps;
  }

  /** Whether the lanes differ from before. */
  boolean isChanged() {
    return changed;
  }

  /** Remembers how far the producer is, for the time when its order is asked for again. */
  private void passAsArrived(LayerOrder.Slot slot, long epoch, long sequence) {
    steps.add(OrderStep.Pass.IN_ORDER);
    Lane lane = slot.lane();
    if (epoch == lane.epoch() && sequence >= lane.next()) {
      changed = true;
      order.set(slot, lane.expecting(sequence + 1));
    }
  }

  private void releaseWhatNeedNotWait() {
    if (options.strategy() != OrderingStrategy.NONE || !order.mayHold()) {
      return;
    }
    changed = true;
    for (LayerOrder.Slot slot : order.slots()) {
      Lane lane = slot.lane();
      while (!lane.waiting().isEmpty()) {
        lane = released(lane.expecting(lane.waiting().get(0).sequence()));
      }
      order.set(slot, lane);
    }
    order.lookForOldestGap();
  }

  private LayerOrder.Slot slotOf(String producer, String stream, long epoch) {
    LayerOrder.Slot slot = order.heard(producer, stream);
    if (slot == null) {
      return begun(producer, stream, epoch);
    }
    if (epoch > slot.lane().epoch()) {
      takeOver(slot, epoch);
    }
    return slot;
  }

  private LayerOrder.Slot begun(String producer, String stream, long epoch) {
    changed = true;
    LayerOrder.Slot slot = order.begin(producer, stream, epoch);
    while (order.lanes() > maxLanes) {
      LayerOrder.Slot silent = order.removeLongestSilent();
      order.set(silent, allGivenUp(silent.lane()));
    }
    return slot;
  }

  private void takeOver(LayerOrder.Slot slot, long epoch) {
    changed = true;
    Lane lane = allGivenUp(slot.lane());
    order.set(slot, Lane.starting(lane.id(), lane.producer(), lane.stream(), epoch));
  }

  private void bound(LayerOrder.Slot slot) {
    Lane lane = slot.lane();
    while (lane.reach() > options.window()) {
      lane = givenUp(lane);
    }
    order.set(slot, lane);
    while (order.held() > options.maxPending()) {
      LayerOrder.Slot longest = longestWaiting();
      order.set(longest, givenUp(longest.lane()));
    }
  }

  private LayerOrder.Slot longestWaiting() {
    return Collections.min(order.slots(), Comparator.comparingLong(slot -> slot.lane().gapSince()));
  }

  private Lane allGivenUp(Lane lane) {
    Lane rest = lane;
    while (!rest.waiting().isEmpty()) {
      rest = givenUp(rest);
    }
    return rest;
  }

  /** Gives up the first gap, and releases what it held up. */
  private Lane givenUp(Lane lane) {
    changed = true;
    long first = lane.waiting().get(0).sequence();
    steps.add(new OrderStep.GiveUp(lane, first - 1));
    return released(lane.expecting(first));
  }

  private Lane released(Lane lane) {
    Lane rest = lane;
    while (!rest.waiting().isEmpty() && rest.waiting().get(0).sequence() == rest.next()) {
      Waiting first = rest.waiting().get(0);
      steps.add(
          new OrderStep.Release(new HeldPlace(rest.id(), first.sequence()), first.messages()));
      rest = rest.withoutFirst().expecting(first.sequence() + 1);
    }
    return rest;
  }
}
