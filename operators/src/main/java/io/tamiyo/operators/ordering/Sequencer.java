package io.tamiyo.operators.ordering;

import java.util.ArrayList;
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

  private final OrderingOptions options;
  private final long now;
  private final int maxLanes;
  private final List<Lane> lanes;
  private final List<OrderStep> steps = new ArrayList<>(2);
  private int lanesSeen;
  private boolean changed;

  /**
   * @param now the layer's clock, milliseconds
   * @param maxLanes producers, by stream, whose order is kept; beyond it the one that was silent
   *     longest is given up
   */
  Sequencer(OrderState before, OrderingOptions options, long now, int maxLanes) {
    this.options = options;
    this.now = now;
    this.maxLanes = maxLanes;
    this.lanes = new ArrayList<>(before.lanes());
    this.lanesSeen = before.lanesSeen();
  }

  /** An entry without a place arrives. */
  void arrive() {
    steps.add(new OrderStep.Pass(false));
  }

  /** An entry of a producer arrives, with so many messages that could be read. */
  void arrive(String producer, String stream, long epoch, long sequence, int messages) {
    int index = laneOf(producer, stream, epoch);
    Lane lane = lanes.get(index);
    if (epoch < lane.epoch() || sequence < lane.next()) {
      steps.add(new OrderStep.Pass(true));
      return;
    }
    if (lane.isHolding(sequence)) {
      steps.add(new OrderStep.Drop(messages));
      return;
    }
    changed = true;
    if (sequence == lane.next()) {
      steps.add(new OrderStep.Pass(false));
      lanes.set(index, released(lane.expecting(sequence + 1)));
      return;
    }
    steps.add(new OrderStep.Hold(new HeldPlace(lane.id(), sequence)));
    lanes.set(index, lane.holding(new Waiting(sequence, now, messages)));
    bound(index);
  }

  /** Gives up what has been waited for long enough. */
  void expire() {
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      while (!lane.waiting().isEmpty() && now - lane.gapSince() >= options.timeoutMs()) {
        lane = givenUp(lane);
      }
      lanes.set(i, lane);
    }
  }

  /** What is to be done, in turn. */
  List<OrderStep> steps() {
    return steps;
  }

  /** Whether the lanes differ from before. */
  boolean isChanged() {
    return changed;
  }

  /** The lanes after all steps. */
  OrderState after(long deadLetters, long duplicates) {
    return new OrderState(lanes, lanesSeen, deadLetters, duplicates);
  }

  private int laneOf(String producer, String stream, long epoch) {
    for (int i = lanes.size() - 1; i >= 0; i--) {
      Lane lane = lanes.get(i);
      if (lane.isOf(producer, stream)) {
        lanes.remove(i);
        lanes.add(epoch > lane.epoch() ? takenOver(lane, epoch) : lane);
        return lanes.size() - 1;
      }
    }
    changed = true;
    lanes.add(Lane.starting(lanesSeen++, producer, stream, epoch));
    while (lanes.size() > maxLanes) {
      allGivenUp(lanes.remove(0));
    }
    return lanes.size() - 1;
  }

  private Lane takenOver(Lane lane, long epoch) {
    changed = true;
    allGivenUp(lane);
    return Lane.starting(lane.id(), lane.producer(), lane.stream(), epoch);
  }

  private void bound(int index) {
    Lane lane = lanes.get(index);
    while (lane.reach() > options.window()) {
      lane = givenUp(lane);
    }
    lanes.set(index, lane);
    long held = 0;
    for (Lane each : lanes) {
      held += each.held();
    }
    while (held > options.maxPending()) {
      int longest = longestWaiting();
      Lane before = lanes.get(longest);
      Lane after = givenUp(before);
      held -= before.held() - after.held();
      lanes.set(longest, after);
    }
  }

  private int longestWaiting() {
    int longest = 0;
    for (int i = 1; i < lanes.size(); i++) {
      if (lanes.get(i).gapSince() < lanes.get(longest).gapSince()) {
        longest = i;
      }
    }
    return longest;
  }

  private void allGivenUp(Lane lane) {
    Lane rest = lane;
    while (!rest.waiting().isEmpty()) {
      rest = givenUp(rest);
    }
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
