package io.tamiyo.operators.correlation;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.BlueprintEvent;
import io.tamiyo.contracts.message.CheckpointEvent;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.message.TransitionRequest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a message is to a story, in the order in which one leads to the next. */
public enum StepKind {
  /** Somebody has asked for a change. */
  REQUEST(TransitionRequest.class),
  /** What was selected for a request. */
  PLAN(Plan.class),
  /** What was sent to the host. */
  COMMAND(Command.class),
  /** What the host has answered. */
  ACKNOWLEDGEMENT(CommandResult.class),
  /** A seed has changed its state. */
  TRANSITION(StateTransitionEvent.class),
  /** Something was done with a seed's blueprint. */
  BLUEPRINT(BlueprintEvent.class),
  /** Something was done with a checkpoint. */
  CHECKPOINT(CheckpointEvent.class),
  /** Something that people should know. */
  ALERT(PerformanceAlert.class),
  /** Messages were lost. */
  GAP(GapEvent.class),
  /** A message could not be processed. */
  DEAD_LETTER(DeadLetter.class),
  /** Why something was not done. */
  REFUSAL,
  /** A command's way has ended. */
  STORY,
  /** Somebody has done something to the installation. */
  OPERATION;

  private final @Nullable Class<? extends Message> type;

  StepKind() {
    this(null);
  }

  StepKind(@Nullable Class<? extends Message> type) {
    this.type = type;
  }

  /** What a message is; empty if it belongs to no story. */
  public static Optional<StepKind> of(Message message) {
    if (message instanceof AuditRecord told) {
      return named(told.kind());
    }
    for (StepKind kind : values()) {
      if (kind.type != null && kind.type.isInstance(message)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static Optional<StepKind> named(String word) {
    for (StepKind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** For a person. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
