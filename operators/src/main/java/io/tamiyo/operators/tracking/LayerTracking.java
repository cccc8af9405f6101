package io.tamiyo.operators.tracking;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All that tracking keeps of a layer: one state value. Mutable; its serializer copies it. */
public final class LayerTracking {

  /** Requests whose plans are remembered as written. */
  private static final int PLANS_BOUND = 1_024;

  private final CommandTracker commands;
  private final Set<String> planned;
  private LedgerCount ledger;
  private long announcedEpoch;
  private long announcedAt;
  private Standing told;

  /** A layer of which nothing was heard. */
  public LayerTracking() {
    this(new CommandTracker(), List.of(), LedgerCount.NONE, 0, 0, Standing.WAITING);
  }

  LayerTracking(
      CommandTracker commands,
      Collection<String> planned,
      LedgerCount ledger,
      long announcedEpoch,
      long announcedAt,
      Standing told) {
    this.commands = commands;
    this.planned = new LinkedHashSet<>(planned);
    this.ledger = ledger;
    this.announcedEpoch = announcedEpoch;
    this.announcedAt = announcedAt;
    this.told = told;
  }

  /** Its commands on their way. */
  public CommandTracker commands() {
    return commands;
  }

  /** Messages of hosts and people that have passed their last decision. */
  public long out() {
    return ledger.out();
  }

  LedgerCount ledger() {
    return ledger;
  }

  void setLedger(LedgerCount count) {
    ledger = count;
  }

  /** The last epoch whose marker was sent, or 0. */
  long announcedEpoch() {
    return announcedEpoch;
  }

  /** Stream time when it was sent. */
  long announcedAt() {
    return announcedAt;
  }

  /** A marker is sent; a new incarnation has written no plan yet. */
  void announce(long epoch, long now) {
    if (epoch != announcedEpoch) {
      planned.clear();
    }
    announcedEpoch = epoch;
    announcedAt = now;
  }

  /** Whether this incarnation has not written a plan for the request before; then it has now. */
  boolean plan(String requestId) {
    if (!planned.add(requestId)) {
      return false;
    }
    if (planned.size() > PLANS_BOUND) {
      Iterator<String> oldest = planned.iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }

  List<String> planned() {
    return List.copyOf(planned);
  }

  /** The last standing that people were told of. */
  Standing told() {
    return told;
  }

  void tell(Standing standing) {
    told = standing;
  }

  LayerTracking copy() {
    return new LayerTracking(commands.copy(), planned, ledger, announcedEpoch, announcedAt, told);
  }
}
