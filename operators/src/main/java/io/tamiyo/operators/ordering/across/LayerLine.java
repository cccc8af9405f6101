package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;

/** What a layer has sent and has not gone on yet, in the layer's order, and how far it is. */
final class LayerLine {

  static final Comparator<LayerLine> BY_TURN = Comparator.comparing(LayerLine::turn);

  private final String layer;
  private final Deque<InLine> waiting = new ArrayDeque<>();
  private Moment clock;
  private LedgerTerms terms;
  private long held;

  LayerLine(String layer) {
    this.layer = layer;
    this.clock = Moment.NEVER;
    this.terms = LedgerTerms.NONE;
  }

  /** What was kept. */
  static LayerLine of(LayerLineState state) {
    LayerLine line = new LayerLine(state.layer());
    line.clock = state.clock();
    line.terms = state.terms();
    line.waiting.addAll(state.waiting());
    state.waiting().forEach(one -> line.held += one.messages());
    return line;
  }

  /** What is to be kept. */
  LayerLineState stored() {
    return new LayerLineState(layer, clock, terms, new ArrayList<>(waiting));
  }

  /** A delivery of the layer says how far it is. */
  void hear(Crossing crossing) {
    if (crossing.inbound()) {
      clock = clock.orLater(Moment.of(crossing.entry()));
    }
    terms = crossing.terms();
  }

  Moment clock() {
    return clock;
  }

  String layer() {
    return layer;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** When its first goes; where nothing waits, before which the next can't. */
  Turn turn() {
    InLine first = waiting.peekFirst();
    return new Turn(first == null ? clock : first.moment(), layer);
  }

  /** The delivery stands behind all of its layer. */
  void add(Crossing crossing, long number) {
    waiting.addLast(
        new InLine(number, clock, crossing.messages(), crossing.weight(), crossing.last()));
    held += crossing.messages();
  }

  /** Takes away the first. */
  InLine removeFirst() {
    InLine first = Objects.requireNonNull(waiting.pollFirst(), "nothing waits");
    held -= first.messages();
    return first;
  }

  /** The newest ledger of the layer, less what waits. */
  LedgerTerms terms() {
    return held == 0 ? terms : terms.plus(new LedgerTerms(0, 0, 0, 0, held));
  }
}
