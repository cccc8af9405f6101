package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.ordering.across.Departure.How;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * What a message depends on passes before it, in whatever layer it is: a delivery waits until all
 * messages that its own name have passed. What the same producer has sent afterwards waits behind
 * it, since what comes later in a producer's order depends on what came before; who does not number
 * has one order per stream. Others of the layer do not wait, and neither does the layer's clock: of
 * a delivery that must wait its time goes on at once, and once more with its messages.
 *
 * <p>After the timeout, or where too much waits, the one that has waited for longest goes without
 * what is missing, marked late; so that a circle ends too. What came late to {@code order} or is
 * tried again has lost its place and does not wait.
 *
 * <p>Which of two unrelated messages goes first depends on how the streams are read against each
 * other; what precedes what does not, as long as a message comes within the timeout after what
 * depends on it, as the streams are read, and is remembered until then if it comes before.
 */
final class CausalOrder implements AcrossOrder {

  private static final Comparator<Dependent> BY_ARRIVAL =
      Comparator.comparingLong(dependent -> dependent.arrived().number());

  private final AcrossOptions options;
  private final PassedIds passed;
  private final Lanes lanes = new Lanes();
  private final Map<String, LayerTerms> ledgers = new HashMap<>();
  private long next;
  private long greatest;

  private CausalOrder(AcrossOptions options, PassedIds passed) {
    this.options = options;
    this.passed = passed;
  }

  /** Nothing has arrived. */
  static CausalOrder none(AcrossOptions options) {
    return of(options, CausalState.NONE, List.of());
  }

  /**
   * What was kept.
   *
   * @param passed ids that have passed, in turn
   */
  static CausalOrder of(AcrossOptions options, CausalState state, Iterable<PassedBlock> passed) {
    CausalOrder order = new CausalOrder(options, PassedIds.of(options, state, passed));
    order.next = state.next();
    order.greatest = state.greatest();
    state.waiting().forEach(kept -> order.lanes.add(new Dependent(kept)));
    state.ledgers().forEach(kept -> order.ledgers.put(kept.layer(), kept));
    return order;
  }

  /** What is to be kept. */
  CausalState stored() {
    List<DependentState> waiting = new ArrayList<>();
    lanes.all().forEach(dependent -> waiting.add(dependent.stored()));
    return new CausalState(
        next,
        greatest,
        passed.oldest(),
        waiting,
        new ArrayList<>(ledgers.values()),
        passed.lastForgottenEarly());
  }

  /** The ids that have passed. */
  PassedIds passed() {
    return passed;
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public long pending() {
    return lanes.weight();
  }

  @Override
  public long forgotten() {
    return passed.forgottenEarly();
  }

  @Override
  public long forgottenUntil() {
    return passed.mayHaveForgotten(greatest) ? passed.lastForgottenEarly() : 0;
  }

  @Override
  public List<Departure> arrive(Crossing crossing) {
    long number = next++;
    List<Departure> departures = new ArrayList<>(1);
    if (crossing.inbound()) {
      greatest = Math.max(greatest, crossing.entry().time());
    }
    ledgers.computeIfPresent(crossing.layer(), (layer, known) -> known.told(crossing.terms()));
    if (crossing.last()) {
      giveUpAllOf(crossing.layer(), departures);
    }
    List<String> missing = missing(crossing);
    if (missing.isEmpty() && !isBehindAnother(crossing)) {
      departures.add(new Departure(number, How.IN_ORDER, terms(crossing)));
      pass(crossing, departures);
    } else {
      hold(number, crossing, missing);
      departures.add(new Departure(number, How.EMPTIED, terms(crossing)));
    }
    giveUpWhatIsDue(departures);
    return departures;
  }

  /** Whether it may have to wait: the job's own, what has nothing and what is late need not. */
  private static boolean mayWait(Crossing crossing) {
    return crossing.counted() && !crossing.late() && !crossing.ids().isEmpty();
  }

  private List<String> missing(Crossing crossing) {
    if (!mayWait(crossing)) {
      return List.of();
    }
    List<String> missing = new ArrayList<>(crossing.dependencies());
    missing.removeIf(passed::contains);
    return missing;
  }

  private boolean isBehindAnother(Crossing crossing) {
    return mayWait(crossing) && lanes.has(Lane.of(crossing));
  }

  private void hold(long number, Crossing crossing, List<String> missing) {
    lanes.add(
        new Dependent(
            new DependentState(
                number,
                Lane.of(crossing),
                greatest,
                crossing.messages(),
                crossing.weight(),
                crossing.ids(),
                missing)));
    LayerTerms known = ledgers.getOrDefault(crossing.layer(), LayerTerms.none(crossing.layer()));
    ledgers.put(crossing.layer(), known.told(crossing.terms()).holding(crossing.messages()));
  }

  /** What arrived has passed: ticks are no messages that anybody would name. */
  private void pass(Crossing crossing, List<Departure> departures) {
    if (crossing.counted() || !crossing.inbound()) {
      pass(crossing.ids(), departures);
    }
  }

  /** Messages have passed, and all goes that has waited for them alone. */
  private void pass(List<String> ids, List<Departure> departures) {
    Queue<Dependent> ready = new PriorityQueue<>(BY_ARRIVAL);
    passed(ids, ready);
    goWhile(ready, departures);
  }

  private void passed(List<String> ids, Queue<Dependent> ready) {
    for (String id : ids) {
      passed.add(id, greatest);
      lanes.met(id).forEach(dependent -> addFirstOf(dependent.arrived().lane(), ready));
    }
  }

  /** Of those that may go the one that has arrived first goes first. */
  private void goWhile(Queue<Dependent> ready, List<Departure> departures) {
    Dependent first = ready.poll();
    while (first != null) {
      go(first, How.IN_ORDER, departures);
      addFirstOf(first.arrived().lane(), ready);
      passed(first.arrived().ids(), ready);
      first = ready.poll();
    }
  }

  private void addFirstOf(Lane lane, Queue<Dependent> ready) {
    Dependent first = lanes.first(lane);
    if (first != null && first.isReady() && !ready.contains(first)) {
      ready.add(first);
    }
  }

  private void go(Dependent first, How how, List<Departure> departures) {
    lanes.removeFirst(first);
    String layer = first.arrived().lane().layer();
    LayerTerms known =
        ledgers.getOrDefault(layer, LayerTerms.none(layer)).releasing(first.arrived().messages());
    if (known.entries() == 0) {
      ledgers.remove(layer);
    } else {
      ledgers.put(layer, known);
    }
    departures.add(new Departure(first.arrived().number(), how, first.missing(), known.terms()));
  }

  private void giveUpWhatIsDue(List<Departure> departures) {
    Dependent oldest = lanes.oldest();
    while (oldest != null) {
      boolean timedOut = greatest - oldest.arrived().since() >= options.timeoutMs();
      if (!timedOut && lanes.weight() <= options.maxPending()) {
        return;
      }
      giveUp(oldest, timedOut ? How.TIMED_OUT : How.FORCED, departures);
      oldest = lanes.oldest();
    }
  }

  private void giveUp(Dependent first, How how, List<Departure> departures) {
    go(first, how, departures);
    Queue<Dependent> ready = new PriorityQueue<>(BY_ARRIVAL);
    addFirstOf(first.arrived().lane(), ready);
    passed(first.arrived().ids(), ready);
    goWhile(ready, departures);
  }

  /** The layer has gone: nothing of it may stay. */
  private void giveUpAllOf(String layer, List<Departure> departures) {
    while (ledgers.containsKey(layer)) {
      lanes.all().stream()
          .filter(dependent -> dependent.arrived().lane().layer().equals(layer))
          .findFirst()
          .ifPresent(first -> giveUp(first, How.TIMED_OUT, departures));
    }
  }

  private LedgerTerms terms(Crossing crossing) {
    LayerTerms known = ledgers.get(crossing.layer());
    return known == null ? crossing.terms() : known.terms();
  }
}
