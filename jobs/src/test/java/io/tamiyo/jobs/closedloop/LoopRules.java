package io.tamiyo.jobs.closedloop;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.jobs.closedloop.LayerHistory.Answer;
import io.tamiyo.jobs.closedloop.LayerHistory.Change;
import io.tamiyo.jobs.closedloop.LayerHistory.Copy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must hold of a layer when nothing is in flight any more. Each method gives the violations of
 * one rule in words; none found is an empty list.
 */
final class LoopRules {

  private static final String HOST = "host";

  private LoopRules() {}

  /** The violations of all rules. */
  static List<String> violations(LayerHistory layer) {
    List<String> found = new ArrayList<>();
    found.addAll(ledger(layer));
    found.addAll(applications(layer));
    found.addAll(revisionsAndEdges(layer));
    found.addAll(causes(layer));
    found.addAll(acknowledgements(layer));
    return found;
  }

  /** Every message that Redis has confirmed is in exactly one place of the ledger. */
  static List<String> ledger(LayerHistory layer) {
    LedgerReport ledger = layer.ledger();
    if (ledger == null) {
      return List.of("no ledger was reported");
    }
    List<String> found = new ArrayList<>();
    if (!ledger.isBalanced()) {
      found.add("the ledger does not balance: " + ledger);
    }
    if (ledger.in() != layer.sent()) {
      found.add(layer.sent() + " messages were sent, but the ledger has: " + ledger);
    }
    return found;
  }

  /** A command is applied at most once, and changes seeds only when it is. */
  static List<String> applications(LayerHistory layer) {
    List<String> found = new ArrayList<>();
    Set<String> applied = new HashSet<>();
    for (Answer answer : layer.answers()) {
      if (answer.outcome() == Outcome.APPLIED && !applied.add(answer.commandId())) {
        found.add("applied twice: " + answer);
      }
    }
    for (Change change : layer.changes()) {
      if (!change.trigger().equals(HOST) && !applied.contains(change.trigger())) {
        found.add("changed by a command that was not applied: " + change);
      }
    }
    return found;
  }

  /** A seed's revisions are 1, 2, 3 …, and each begins in the state in which the last one ended. */
  static List<String> revisionsAndEdges(LayerHistory layer) {
    Map<Integer, List<Change>> bySeed = new TreeMap<>();
    layer
        .changes()
        .forEach(
            change -> bySeed.computeIfAbsent(change.seed(), seed -> new ArrayList<>()).add(change));
    List<String> found = new ArrayList<>();
    bySeed.values().forEach(changes -> found.addAll(life(changes)));
    return found;
  }

  private static List<String> life(List<Change> changes) {
    changes.sort(Comparator.comparing(Change::revision));
    List<String> found = new ArrayList<>();
    SeedState state = SeedState.DORMANT;
    long revision = 0;
    for (Change change : changes) {
      if (change.revision().number() != revision + 1) {
        found.add("expected revision " + (revision + 1) + ", found " + change);
      }
      if (change.from() != state) {
        found.add("the seed was " + state + ", found " + change);
      }
      if (!LifecycleTable.CURRENT.allows(change.from(), change.to())) {
        found.add("an edge that is none: " + change);
      }
      revision = change.revision().number();
      state = change.to();
    }
    return found;
  }

  /** Every command names an entry of the layer's streams as its cause. */
  static List<String> causes(LayerHistory layer) {
    return layer.copies().stream()
        .filter(copy -> !layer.hasEntry(copy.cause()))
        .map(copy -> "a cause that does not exist: " + copy)
        .toList();
  }

  /**
   * Every copy of a command is answered exactly once, and nothing is answered that was not sent.
   */
  static List<String> acknowledgements(LayerHistory layer) {
    Map<String, Integer> open = new HashMap<>();
    for (Copy copy : layer.copies()) {
      open.merge(copy.commandId() + " of epoch " + copy.epoch(), 1, Integer::sum);
    }
    for (Answer answer : layer.answers()) {
      open.merge(answer.commandId() + " of epoch " + answer.epoch(), -1, Integer::sum);
    }
    List<String> found = new ArrayList<>();
    open.forEach(
        (copy, balance) -> {
          if (balance != 0) {
            found.add(
                (balance > 0 ? "not answered: " : "answered more often than sent: ")
                    + copy
                    + ", by "
                    + Math.abs(balance));
          }
        });
    return found;
  }
}
