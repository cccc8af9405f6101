package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.ordering.across.Departure.How;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The deliveries of all layers in the order of their entries' ids. Of two layers that have the same
 * id the one with the lesser name goes first; within a layer the order is the layer's own, that of
 * its producers' sequences: a delivery that the layer has held until its predecessors had arrived
 * stands at the greatest id that the layer had told when it went. What a control log says goes
 * along in the line of its layer, and at once where nothing waits there.
 *
 * <p>A delivery goes as soon as each layer has said so much that nothing before it can come any
 * more; ticks say it where hosts do not. A layer that is further behind the greatest clock than the
 * timeout is not waited for until it speaks again; what then stands before something that has gone
 * passes at once, marked late.
 *
 * <p>So the order depends on the streams alone, and not on how they are read against each other, as
 * long as none is read further ahead of another than the timeout and the room for what waits allow.
 * A job that catches up after an outage may be that far ahead: to keep the order through one, both
 * must be greater than it.
 */
final class GlobalOrder implements AcrossOrder {

  /** Silent layers that are waited for; beyond it the one that is furthest behind is not. */
  static final int MAX_LAYERS = 10_000;

  private final AcrossOptions options;
  private final Map<String, LayerLine> lines = new HashMap<>();

  /** Layers of which something waits, the first in turn first. */
  private final TreeSet<LayerLine> busy = new TreeSet<>(LayerLine.BY_TURN);

  /** The others, that furthest behind first. */
  private final TreeSet<LayerLine> quiet = new TreeSet<>(LayerLine.BY_TURN);

  private long next;
  private Moment greatest = Moment.NEVER;
  private Turn passed = Turn.FIRST;
  private long pending;

  GlobalOrder(AcrossOptions options) {
    this.options = options;
  }

  /** What was kept. */
  static GlobalOrder of(AcrossOptions options, GlobalState state) {
    GlobalOrder order = new GlobalOrder(options);
    order.next = state.next();
    order.greatest = state.greatest();
    order.passed = state.passed();
    for (LayerLineState kept : state.lines()) {
      order.enter(LayerLine.of(kept));
      kept.waiting().forEach(one -> order.pending += one.weight());
    }
    return order;
  }

  /** What is to be kept. */
  GlobalState stored() {
    List<LayerLineState> kept = new ArrayList<>(lines.size());
    busy.forEach(line -> kept.add(line.stored()));
    quiet.forEach(line -> kept.add(line.stored()));
    return new GlobalState(next, greatest, passed, kept);
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public long pending() {
    return pending;
  }

  @Override
  public List<Departure> arrive(Crossing crossing) {
    long number = next++;
    List<Departure> departures = new ArrayList<>(1);
    LayerLine line = lines.get(crossing.layer());
    if (line == null && !crossing.inbound()) {
      departures.add(new Departure(number, How.IN_ORDER, crossing.terms()));
      return departures;
    }
    if (line == null) {
      line = new LayerLine(crossing.layer());
    }
    leave(line);
    line.hear(crossing);
    greatest = greatest.orLater(line.clock());
    boolean late = crossing.inbound() && line.turn().compareTo(passed) < 0;
    if (line.isEmpty() && (late || !crossing.inbound())) {
      departures.add(new Departure(number, late ? How.LATE : How.IN_ORDER, line.terms()));
      if (!crossing.last()) {
        enter(line);
      }
    } else {
      line.add(crossing, number);
      pending += crossing.weight();
      enter(line);
    }
    release(departures);
    return departures;
  }

  private void release(List<Departure> departures) {
    dropSilent();
    while (!busy.isEmpty()) {
      LayerLine first = busy.first();
      if (!quiet.isEmpty() && quiet.first().turn().compareTo(first.turn()) < 0) {
        if (pending <= options.maxPending()) {
          return;
        }
        go(first, How.FORCED, departures);
      } else {
        go(first, How.IN_ORDER, departures);
      }
      dropSilent();
    }
  }

  private void go(LayerLine line, How how, List<Departure> departures) {
    leave(line);
    passed = line.turn();
    InLine first = line.removeFirst();
    pending -= first.weight();
    departures.add(new Departure(first.number(), how, line.terms()));
    if (!first.last() || !line.isEmpty()) {
      enter(line);
    }
  }

  private void dropSilent() {
    while (!quiet.isEmpty()) {
      LayerLine behind = quiet.first();
      boolean silent = greatest.time() - behind.clock().time() >= options.timeoutMs();
      if (!silent && quiet.size() <= MAX_LAYERS) {
        return;
      }
      leave(behind);
    }
  }

  private void enter(LayerLine line) {
    lines.put(line.layer(), line);
    (line.isEmpty() ? quiet : busy).add(line);
  }

  private void leave(LayerLine line) {
    lines.remove(line.layer());
    (line.isEmpty() ? quiet : busy).remove(line);
  }
}
