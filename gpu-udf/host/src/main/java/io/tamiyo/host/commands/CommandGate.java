package io.tamiyo.host.commands;

import static io.tamiyo.contracts.message.Command.APPLY_AT_STEP;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.BlueprintUpdateCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CustomCommand;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.UnreadableCommand;
import io.tamiyo.host.seeds.SeedReadings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what becomes of a command. Pure: the same view, command and readings give the same
 * decision, and nothing is changed by deciding.
 *
 * <p>In this order: an id that is already applied is a DUPLICATE · an epoch below that of the
 * greatest marker is STALE_EPOCH · a target whose revision differs is STALE_REVISION · then the
 * lifecycle table and its conditions decide. A command is applied to all its targets or to none;
 * only a batch that is not atomic may be applied in part.
 *
 * <p>Only applications make a later copy a duplicate: what was rejected is decided anew, and may
 * succeed then.
 */
public final class CommandGate {

  private final TransitionGate transitions;
  private final BlueprintGate blueprints;
  private final EmergencyGate emergencies;
  private final BatchGate batches;
  private final CustomGate customs;

  /** A gate by these rules, with the processors on the class path. */
  public CommandGate(LifecycleRules rules) {
    this(rules, CustomGate.discovered());
  }

  CommandGate(LifecycleRules rules, List<CommandProcessor<?>> processors) {
    this.customs = new CustomGate(rules.table(), processors);
    this.transitions = new TransitionGate(rules);
    this.blueprints = new BlueprintGate();
    this.emergencies = new EmergencyGate(rules.table());
    this.batches = new BatchGate(this);
  }

  /**
   * What becomes of the command now.
   *
   * @param view the layer as all earlier entries of the log have left it
   * @param readings what the host has measured, for conditions
   */
  public Decision decide(GateView view, Command command, SeedReadings readings) {
    Optional<AppliedCommand> earlier = view.applied().apply(command.commandId());
    if (earlier.isPresent()) {
      return duplicate(view, command, earlier.get());
    }
    if (isStale(view, command)) {
      String error =
          "sent by job epoch %d; the control log has been taken over by %d"
              .formatted(command.fence().jobEpoch(), view.greatestJobEpoch());
      return Decision.refused(
          Outcome.STALE_EPOCH,
          Targets.known(view.seeds(), command),
          error,
          Map.of("greatest_job_epoch", view.greatestJobEpoch()));
    }
    Optional<String> fault = readings.stepFault(command.header().metadata().get(APPLY_AT_STEP));
    if (fault.isPresent() && !(command instanceof EmergencyStopCommand)) {
      return Decision.rejected(Targets.known(view.seeds(), command), fault.get());
    }
    return decideCurrent(view, command, readings);
  }

  /** The decision on a command that is neither a duplicate nor stale by its epoch. */
  Decision decideCurrent(GateView view, Command command, SeedReadings readings) {
    if (command instanceof UnreadableCommand unreadable) {
      return Decision.unreadable(unreadable);
    }
    if (command.commandId().isBlank()) {
      return Decision.rejected(Targets.known(view.seeds(), command), "message_id is blank");
    }
    if (command instanceof LifecycleTransitionCommand transition) {
      return transitions.decide(view, transition, readings);
    }
    if (command instanceof BlueprintUpdateCommand update) {
      return blueprints.decide(view, update, readings);
    }
    if (command instanceof EmergencyStopCommand stop) {
      return emergencies.decide(view, stop, readings);
    }
    if (command instanceof BatchCommand batch) {
      return batches.decide(view, batch, readings);
    }
    if (command instanceof CustomCommand custom) {
      return customs.decide(view, custom, readings);
    }
    throw new IllegalStateException("no gate for " + command.getClass().getName());
  }

  /** A duplicate: what is stored of it, and its targets as they are now. */
  Decision duplicate(GateView view, Command command, AppliedCommand earlier) {
    List<Integer> targets = Targets.known(view.seeds(), command);
    Map<String, Object> details =
        Map.of(
            "stored_outcome", Outcome.APPLIED.name(),
            "applied_from", earlier.place().entryId(),
            "applied_job_epoch", earlier.jobEpoch());
    return Decision.refused(Outcome.DUPLICATE, targets, "applied before", details);
  }

  /**
   * People stop layers without a job, and so without an epoch; that must work whatever job has been
   * there.
   */
  private static boolean isStale(GateView view, Command command) {
    boolean byPeople = command instanceof EmergencyStopCommand && command.fence().jobEpoch() == 0;
    return !byPeople && command.fence().jobEpoch() < view.greatestJobEpoch();
  }
}
