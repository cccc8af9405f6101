package io.tamiyo.jobs.protocol;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.jobs.protocol.History.Logged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says what is wrong with a history, by the rules of the fault table:
 *
 * <ol>
 *   <li>what Redis acknowledged was processed, or is a dead letter
 *   <li>a command is applied at most once to a seed
 *   <li>the revisions of a seed increase by exactly one
 *   <li>every edge is legal, and begins at the state that held
 *   <li>every command names an entry that caused it
 *   <li>the ledger balances, and its {@code in} is what the senders count
 *   <li>a command is applied to the revision that it names, of seeds that it names
 *   <li>no command is applied whose epoch is below a marker that stands before it
 *   <li>of the commands of the leading incarnation one at a time is out for a seed
 *   <li>a request is carried out on the seeds of its first plan alone
 *   <li>at the end, every command that was written is acknowledged
 * </ol>
 */
public final class HistoryChecker {

  private static final long AT_THE_END = Long.MAX_VALUE - 1;

  private final History history;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Command> commandById = new HashMap<>();

  private HistoryChecker(History history) {
    this.history = history;
    history.commands().forEach(command -> commandById.put(command.commandId(), command));
  }

  /** What is wrong at the end of a run, when nothing is on its way any more; empty when nothing. */
  public static List<String> check(History history) {
    HistoryChecker checker = new HistoryChecker(history);
    checker.violations.addAll(history.faults());
    checker.checkInput();
    checker.checkApplications();
    checker.checkCauses();
    checker.checkLedgers();
    for (String layer : history.layers()) {
      checker.checkEpochs(layer);
      checker.checkOneOutstanding(layer);
      checker.checkAnswers(layer);
    }
    checker.checkRequests();
    return checker.violations;
  }

  private void violated(int rule, String words) {
    violations.add("rule " + rule + ": " + words);
  }

  private void checkInput() {
    for (String id : history.missing()) {
      violated(1, id + " was acknowledged by Redis and never arrived");
    }
  }

  private void checkApplications() {
    Map<String, Application> last = new HashMap<>();
    Set<String> applied = new HashSet<>();
    for (Application application : history.applications()) {
      if (!application.isOwn() && !applied.add(application.commandId() + application.seed())) {
        violated(2, "applied twice: " + application);
      }
      Application before = last.put(application.seed(), application);
      long due = before == null ? 1 : before.revision().number() + 1;
      if (application.revision().number() != due) {
        violated(3, "expected revision " + due + ", found " + application);
      }
      SeedState held = before == null ? SeedState.DORMANT : before.to();
      if (application.from() != held
          || !LifecycleTable.CURRENT.allows(application.from(), application.to())) {
        violated(4, "an illegal edge, or not from " + held + ": " + application);
      }
      checkTarget(application);
    }
  }

  private void checkTarget(Application application) {
    Command command = commandById.get(application.commandId());
    if (command == null || command instanceof EmergencyStopCommand) {
      return;
    }
    Revision revision = application.revision();
    SeedTarget expected =
        new SeedTarget(
            application.seedId(), new Revision(revision.hostEpoch(), revision.number() - 1));
    if (!command.fence().targets().contains(expected)) {
      violated(7, application + ", but the command names " + command.fence().targets());
    }
  }

  private void checkCauses() {
    for (Command command : history.commands()) {
      if (!history.isKnown(command.cause())) {
        violated(5, command.commandId() + " names cause \"" + command.cause() + "\"");
      }
    }
  }

  private void checkLedgers() {
    history
        .ledgers()
        .forEach(
            (layer, report) -> {
              if (!report.isBalanced()) {
                violated(6, "does not balance: " + report);
              }
            });
    history
        .sentMessages()
        .forEach(
            (layer, sent) -> {
              LedgerReport report = history.ledgers().get(layer);
              if (report == null || report.in() != sent) {
                violated(6, sent + " messages were sent to " + layer + ": " + report);
              }
            });
  }

  /** Which commands are applied, by any of their copies; the first valid copy may be. */
  private void checkEpochs(String layer) {
    List<Logged> log = history.log(layer);
    long[] epochs = History.epochsBefore(log);
    Set<String> valid = new HashSet<>();
    Set<String> written = new HashSet<>();
    for (Logged entry : log) {
      if (entry.message() instanceof Command command) {
        written.add(command.commandId());
        if (command.fence().jobEpoch() >= epochs[entry.order()]) {
          valid.add(command.commandId());
        }
      }
    }
    for (Application application : history.applications()) {
      String id = application.commandId();
      if (application.layerId().equals(layer) && written.contains(id) && !valid.contains(id)) {
        violated(8, "every copy of it was stale: " + application);
      }
    }
  }

  private void checkOneOutstanding(String layer) {
    List<Logged> log = history.log(layer);
    long[] epochs = History.epochsBefore(log);
    Map<Integer, List<Command>> outBySeed = new HashMap<>();
    for (Logged entry : log) {
      if (!(entry.message() instanceof Command command)
          || command instanceof EmergencyStopCommand
          || command.fence().jobEpoch() < epochs[entry.order()]) {
        continue;
      }
      for (SeedTarget target : command.fence().targets()) {
        List<Command> out = outBySeed.computeIfAbsent(target.seedId(), unused -> new ArrayList<>());
        out.removeIf(other -> history.isAcknowledged(copyOf(other), entry.time()));
        out.stream()
            .filter(other -> !other.commandId().equals(command.commandId()))
            .forEach(
                other ->
                    violated(
                        9,
                        "seed "
                            + target.seedId()
                            + ": "
                            + copyOf(command)
                            + " is written while "
                            + copyOf(other)
                            + " is out"));
        out.add(command);
      }
    }
  }

  private static String copyOf(Command command) {
    return History.copy(command.commandId(), command.fence().jobEpoch());
  }

  private void checkRequests() {
    for (Application application : history.applications()) {
      Command command = commandById.get(application.commandId());
      String request = command == null ? null : command.header().correlationId();
      if (request == null) {
        continue;
      }
      Plan plan = History.firstPlans(history.log(application.layerId())).get(request);
      boolean planned =
          plan != null
              && plan.targets().stream()
                  .anyMatch(target -> target.seedId() == application.seedId());
      if (!planned) {
        violated(10, application + ", but the first plan is " + plan);
      }
    }
  }

  private void checkAnswers(String layer) {
    for (Logged entry : history.log(layer)) {
      if (entry.message() instanceof Command command
          && !history.isAcknowledged(copyOf(command), AT_THE_END)) {
        violated(11, copyOf(command) + " was never acknowledged");
      }
    }
  }
}
