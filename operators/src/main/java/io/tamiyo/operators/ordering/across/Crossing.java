package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery on its way from the chain of its layer to the order across layers and back, which are
 * other vertices. It has the entry as it came, which is read again afterwards, and what can't be
 * read in it: what became of it so far.
 *
 * @param entry as it came
 * @param producer who numbers it, or null where it has no place in an order, or no more
 * @param inbound whether its id is the layer's clock; that of a control log's entry is not, since
 *     such a log may be read ahead of what hosts have sent
 * @param counted whether its messages are in the ledger
 * @param late whether it is out of the order that it should have
 * @param last whether its layer has gone
 * @param ids those of its messages that go on, in the order sent
 * @param dependencies ids of the messages that must pass before it; bounded by {@link Dependencies}
 * @param terms the ledger of the layer so far
 */
public record Crossing(
    InboundEntry entry,
    @Nullable String producer,
    boolean inbound,
    boolean counted,
    boolean late,
    boolean last,
    List<String> ids,
    List<String> dependencies,
    LedgerTerms terms) {

  /** Its layer. */
  public String layer() {
    return entry.layer();
  }

  /** Its messages, as the ledger counts them. */
  int messages() {
    return counted ? ids.size() : 0;
  }

  /** What it takes of the room for what waits. */
  int weight() {
    return Math.max(1, ids.size());
  }

  /** The same as it goes on. */
  Crossing going(boolean isLate, LedgerTerms known) {
    return new Crossing(
        entry, producer, inbound, counted, late || isLate, last, ids, List.of(), known);
  }

  /** What goes on of one that waits, so that the clock of its layer does not. */
  Crossing emptied(LedgerTerms known) {
    return new Crossing(entry, null, inbound, counted, late, last, List.of(), List.of(), known);
  }
}
