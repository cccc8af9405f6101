package io.tamiyo.jobs.closedloop;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.StateTransitionEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was read of one layer, from the first entry on. What came twice by one id is there once. */
final class LayerHistory {

  /** A command as it stands in the control log, one for each time that it was sent. */
  record Copy(String entryId, String commandId, long epoch, String cause) {}

  /** What the host said of one copy. */
  record Answer(String commandId, long epoch, Outcome outcome) {}

  /** A change of a seed's state, as its host told of it. */
  record Change(int seed, SeedState from, SeedState to, Revision revision, String trigger) {}

  private final List<Copy> copies = new ArrayList<>();
  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final Set<String> entries = new HashSet<>();
  private final Set<Long> epochs = new TreeSet<>();
  private long sent;
  private @Nullable LedgerReport ledger;

  /** Takes the id of an entry in one of the layer's streams, which may be a cause. */
  void entry(String entryId) {
    entries.add(entryId);
  }

  /** Messages of a host or a person that Redis has. */
  void sent(long messages) {
    sent += messages;
  }

  /** Takes a message of the control log. */
  void control(String entryId, Message message) {
    if (message instanceof EpochStarted marker) {
      epochs.add(marker.jobEpoch());
    }
    if (message instanceof Command command) {
      copies.add(
          new Copy(entryId, command.commandId(), command.fence().jobEpoch(), command.cause()));
    }
  }

  /** Takes a message of the inbound stream. */
  void inbound(Message message) {
    String id = message.header().messageId();
    if (message instanceof CommandResult result) {
      answers.put(id, new Answer(result.commandId(), result.jobEpoch(), result.outcome()));
    }
    if (message instanceof StateTransitionEvent event) {
      changes.put(
          id,
          new Change(
              event.seedId(),
              event.fromState(),
              event.toState(),
              event.revision(),
              event.triggeredBy()));
    }
  }

  /** Takes what the job counts. */
  void ledger(LedgerReport report) {
    ledger = report;
  }

  List<Copy> copies() {
    return copies;
  }

  List<Answer> answers() {
    return List.copyOf(answers.values());
  }

  List<Change> changes() {
    return List.copyOf(changes.values());
  }

  boolean hasEntry(String entryId) {
    return entries.contains(entryId);
  }

  /** The incarnations of jobs that have put their marker. */
  Set<Long> epochs() {
    return epochs;
  }

  /** Messages of hosts and people that Redis has. */
  long sent() {
    return sent;
  }

  /** The last report of the job, or null before the first. */
  @Nullable LedgerReport ledger() {
    return ledger;
  }

  /** Copies that have no answer yet. */
  int inFlight() {
    return copies.size() - answers.size();
  }

  long answers(Outcome outcome) {
    return answers.values().stream().filter(answer -> answer.outcome() == outcome).count();
  }

  @Override
  public String toString() {
    Map<Outcome, Long> outcomes = new LinkedHashMap<>();
    answers.values().forEach(answer -> outcomes.merge(answer.outcome(), 1L, Long::sum));
    return "%d copies, %d in flight, answers %s, %d changes, epochs %s, %d sent, ledger %s"
        .formatted(copies.size(), inFlight(), outcomes, changes.size(), epochs, sent, ledger);
  }
}
