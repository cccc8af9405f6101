package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.SeedOutcome;
import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.EntryPassed;
import io.tamiyo.host.commands.LayerRecord.EpochRaised;
import io.tamiyo.host.commands.LayerRecord.OwnTransition;
import io.tamiyo.host.seeds.OwnTransitions;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.seeds.SeedTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what is read from a control log into the record that settles it. Pure; a host goes
 *
 * <pre>{@code
 * LayerState state = new LayerState(LayerSnapshot.born("layer-1", hostEpoch, 100, "0-0"));
 * LayerRecord settled = protocol.settle(state, LogPlace.control(entryId), message, readings, at);
 * store.append(settled);            // durable
 * state.apply(settled);             // in force
 * publish(Publications.of("layer-1", settled));   // acknowledgement and events
 * state.apply(new Published(settled.number()));   // once Redis has confirmed them
 * }</pre>
 *
 * A restart is {@code new LayerState(snapshot)} and the records after it, then the publications of
 * {@link LayerState#unpublished()}, then reading on after {@link LayerState#position}.
 */
public final class LayerProtocol {

  private static final double MS_PER_SECOND = 1e3;

  private final LifecycleRules rules;
  private final CommandGate gate;

  /** The protocol by these rules. */
  public LayerProtocol(LifecycleRules rules) {
    this.rules = rules;
    this.gate = new CommandGate(rules);
  }

  /**
   * The record that settles one message of a log.
   *
   * @param at when it was read, seconds since the epoch, and {@code now} when it is decided; what
   *     lies between is the execution time
   */
  public LayerRecord settle(
      LayerState state,
      LogPlace place,
      Message message,
      SeedReadings readings,
      double at,
      double now) {
    if (message instanceof EpochStarted marker && isFor(marker.layerId(), state.seeds())) {
      return new EpochRaised(state.nextNumber(), place, marker.jobEpoch());
    }
    if (message instanceof Command command && concerns(command, place, state.seeds())) {
      double tookMs = (now - at) * MS_PER_SECOND;
      Decision decision = decide(state, command, readings, tookMs);
      return settled(state, place, command, decision, now, tookMs);
    }
    return new EntryPassed(state.nextNumber(), place);
  }

  /** A stop is never too late. */
  private Decision decide(LayerState state, Command command, SeedReadings readings, double tookMs) {
    if (tookMs > command.timeoutMs() && !(command instanceof EmergencyStopCommand)) {
      return Decision.timedOut(Targets.known(state.seeds(), command), tookMs, command.timeoutMs());
    }
    return gate.decide(state.view(), command, readings);
  }

  /** The record of a command whose application could not be made durable; itself not durable. */
  public CommandSettled failed(CommandSettled wish, SeedTable seeds, String why) {
    List<SeedOutcome> unchanged =
        wish.seeds().stream().map(seed -> seeds.seed(seed.seedId()).outcome()).toList();
    return new CommandSettled(
        wish.number(),
        wish.place(),
        wish.commandId(),
        wish.commandType(),
        wish.jobEpoch(),
        Outcome.FAILED,
        List.of(),
        List.of(),
        unchanged,
        why,
        wish.details(),
        wish.reason(),
        wish.at(),
        wish.executionTimeMs());
  }

  /** The seeds whose embargo is over go back to sleep; empty when there is none. */
  public Optional<LayerRecord> endEmbargoes(LayerState state, double at) {
    List<SeedChange> changes = OwnTransitions.endedEmbargoes(state.seeds(), rules);
    return own(state, changes, "embargo is over", at);
  }

  /**
   * Seeds leave the computation whose blueprint has not proved itself; empty when there is none.
   */
  public Optional<LayerRecord> endTrials(LayerState state, SeedReadings readings, double at) {
    List<SeedChange> changes = OwnTransitions.failedTrials(state.seeds(), rules, readings);
    return own(state, changes, "its blueprint did not reach its validation_metrics", at);
  }

  /** Transitions of the seeds' own; empty when there is none. */
  public Optional<LayerRecord> own(
      LayerState state, List<SeedChange> changes, String reason, double at) {
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new OwnTransition(state.nextNumber(), changes, reason, at, 0));
  }

  /** The rules by which it decides. */
  public LifecycleRules rules() {
    return rules;
  }

  private static boolean isFor(String layerId, SeedTable seeds) {
    return layerId.equals(seeds.layerId());
  }

  /** In the stream that all layers share, a stop of another layer is of no concern. */
  private static boolean concerns(Command command, LogPlace place, SeedTable seeds) {
    if (place.log() == LogPlace.Log.CONTROL) {
      return true;
    }
    String layerId = command.layerId();
    return layerId == null || isFor(layerId, seeds);
  }

  private static CommandSettled settled(
      LayerState state,
      LogPlace place,
      Command command,
      Decision decision,
      double now,
      double executionTimeMs) {
    return new CommandSettled(
        state.nextNumber(),
        place,
        command.commandId(),
        MessageTypes.nameOf(command),
        command.fence().jobEpoch(),
        decision.outcome(),
        decision.changes(),
        decision.applied(),
        outcomes(state.seeds(), decision),
        decision.error(),
        details(command, decision),
        reason(command),
        now,
        executionTimeMs);
  }

  /** The training step that was asked for is kept with the record, to be put in force by it. */
  private static Map<String, Object> details(Command command, Decision decision) {
    Object step = command.header().metadata().get(Command.APPLY_AT_STEP);
    if (step == null || decision.changes().isEmpty() || command instanceof EmergencyStopCommand) {
      return decision.details();
    }
    Map<String, Object> details = new LinkedHashMap<>(decision.details());
    details.put(Command.APPLY_AT_STEP, step);
    return details;
  }

  /** Every target as the decision leaves it; a batch may change a seed several times. */
  private static List<SeedOutcome> outcomes(SeedTable before, Decision decision) {
    Map<Integer, SeedOutcome> changed = new HashMap<>();
    decision
        .changes()
        .forEach(change -> changed.put(change.after().id(), change.after().outcome()));
    return decision.targets().stream()
        .map(id -> changed.getOrDefault(id, before.seed(id).outcome()))
        .toList();
  }

  private static String reason(Command command) {
    if (command instanceof LifecycleTransitionCommand transition) {
      return transition.reason();
    }
    return command instanceof EmergencyStopCommand stop ? stop.reason() : "";
  }
}
