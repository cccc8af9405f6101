package io.tamiyo.operators.correlation;

import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.BlueprintEvent;
import io.tamiyo.contracts.message.BlueprintUpdateCommand;
import io.tamiyo.contracts.message.CheckpointEvent;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.message.TransitionRequest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Messages as a line for people. */
public final class StepText {

  private static final int SEEDS_SHOWN = 8;

  private StepText() {}

  /** What a message says. */
  public static String of(Message message) {
    if (message instanceof TransitionRequest request) {
      return "%s to %s%s"
          .formatted(seeds(request.seedIds()), request.targetState(), because(request.reason()));
    }
    if (message instanceof Plan plan) {
      return "%s to %s%s"
          .formatted(seedsOf(plan.targets()), plan.targetState(), because(plan.reason()));
    }
    if (message instanceof CommandResult result) {
      String error = Objects.requireNonNullElse(result.error(), "");
      return "%s by %s%s".formatted(result.outcome(), result.header().source(), because(error));
    }
    if (message instanceof StateTransitionEvent event) {
      return "seed %d, %s to %s%s"
          .formatted(event.seedId(), event.fromState(), event.toState(), because(event.reason()));
    }
    if (message instanceof BlueprintEvent event) {
      return "seed %d, blueprint %s: %s"
          .formatted(event.seedId(), event.blueprintId(), event.operation());
    }
    return message instanceof Command command ? command(command) : other(message);
  }

  private static String command(Command command) {
    String targets = seedsOf(command.fence().targets());
    if (command instanceof LifecycleTransitionCommand transition) {
      return "%s to %s%s%s"
          .formatted(
              targets,
              transition.targetState(),
              transition.force() ? " by force" : "",
              because(transition.reason()));
    }
    if (command instanceof BlueprintUpdateCommand update) {
      return "%s gets blueprint %s".formatted(targets, update.blueprintId());
    }
    if (command instanceof BatchCommand batch) {
      return "a batch of %d".formatted(batch.commands().size());
    }
    if (command instanceof EmergencyStopCommand stop) {
      return "emergency stop" + because(stop.reason());
    }
    return MessageTypes.nameOf(command) + ", " + targets;
  }

  private static String other(Message message) {
    if (message instanceof PerformanceAlert alert) {
      return "%s %s %s".formatted(alert.severity(), alert.metricName(), alert.details());
    }
    if (message instanceof GapEvent gap) {
      String lost = gap.lost() == null ? "" : " of " + gap.lost();
      return "a gap%s in %s: %s".formatted(lost, gap.stream(), gap.reason());
    }
    if (message instanceof DeadLetter letter) {
      return "%s of %s: %s, %s"
          .formatted(letter.entryId(), letter.stream(), letter.reason(), letter.detail());
    }
    if (message instanceof AuditRecord told) {
      return (told.subject() + " " + told.outcome()).strip() + because(told.reason());
    }
    if (message instanceof CheckpointEvent event) {
      return "%s %s".formatted(event.checkpointId(), event.operation());
    }
    return MessageTypes.nameOf(message);
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  private static String seedsOf(List<SeedTarget> targets) {
    return seeds(targets.stream().map(SeedTarget::seedId).toList());
  }

  private static String seeds(List<Integer> ids) {
    if (ids.isEmpty()) {
      return "seeds";
    }
    String shown =
        ids.stream().limit(SEEDS_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    String rest = ids.size() > SEEDS_SHOWN ? " and " + (ids.size() - SEEDS_SHOWN) + " more" : "";
    return (ids.size() == 1 ? "seed " : "seeds ") + shown + rest;
  }
}
