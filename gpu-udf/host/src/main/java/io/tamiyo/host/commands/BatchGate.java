package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several commands as one, each decided on the seeds as its predecessors leave them. The epoch of
 * the batch holds for all its parts.
 *
 * <p>Atomic: all parts are applied (or were before), or none is, and the outcome is that of the
 * first part that fails. Not atomic: each part stands on its own, up to the first failure if {@code
 * stop_on_error}; a batch of which a part failed is REJECTED and not remembered as a whole, while
 * the applied parts are, so that a repeated batch applies only what is missing.
 */
final class BatchGate {

  /** An acknowledgement tells of each part. */
  static final int MOST_PARTS = 1000;

  private final CommandGate gate;

  BatchGate(CommandGate gate) {
    this.gate = gate;
  }

  Decision decide(GateView view, BatchCommand batch, SeedReadings readings) {
    List<Integer> known = Targets.known(view.seeds(), batch);
    Optional<String> fault = fault(view, batch);
    if (fault.isPresent()) {
      return Decision.rejected(known, fault.get());
    }
    boolean stopAtFailure = batch.atomic() || batch.stopOnError();
    Progress progress = new Progress(view);
    for (Command part : batch.commands()) {
      if (progress.firstFailure != null && stopAtFailure) {
        progress.skip(part);
      } else {
        progress.take(part, decidePart(progress, part, readings));
      }
    }
    return progress.firstFailure == null
        ? complete(batch, progress, known)
        : incomplete(batch, progress, progress.firstFailure, known);
  }

  private Decision decidePart(Progress progress, Command part, SeedReadings readings) {
    if (progress.applied.contains(part.commandId())) {
      return Decision.rejected(List.of(), "its id is that of an earlier part");
    }
    Optional<AppliedCommand> earlier = progress.view.applied().apply(part.commandId());
    return earlier.isPresent()
        ? gate.duplicate(progress.view, part, earlier.get())
        : gate.decideCurrent(progress.view, part, readings);
  }

  private static Optional<String> fault(GateView view, BatchCommand batch) {
    String layerId = batch.layerId();
    if (layerId != null && !layerId.equals(view.seeds().layerId())) {
      return Optional.of(
          "is for layer \"%s\", but stands in the log of \"%s\""
              .formatted(layerId, view.seeds().layerId()));
    }
    if (batch.commands().isEmpty()) {
      return Optional.of("the batch is empty");
    }
    if (batch.commands().size() > MOST_PARTS) {
      return Optional.of("%d parts; at most %d".formatted(batch.commands().size(), MOST_PARTS));
    }
    if (batch.commands().stream().anyMatch(BatchCommand.class::isInstance)) {
      return Optional.of("a batch in a batch; send its commands in one");
    }
    if (batch.commands().stream().anyMatch(EmergencyStopCommand.class::isInstance)) {
      return Optional.of("an emergency stop in a batch; send it on its own");
    }
    if (batch.commands().stream()
        .anyMatch(part -> part.header().metadata().containsKey(Command.APPLY_AT_STEP))) {
      return Optional.of("a part names apply_at_step; name it for the batch");
    }
    if (batch.commands().stream().anyMatch(part -> part.commandId().equals(batch.commandId()))) {
      return Optional.of("a part has the id of the batch");
    }
    return Optional.empty();
  }

  private static Decision complete(BatchCommand batch, Progress progress, List<Integer> known) {
    List<String> applied = new ArrayList<>(progress.applied);
    applied.add(batch.commandId());
    return new Decision(
        Outcome.APPLIED, progress.changes, applied, known, null, progress.details());
  }

  private static Decision incomplete(
      BatchCommand batch, Progress progress, Decision failure, List<Integer> known) {
    String error = "part %d: %s".formatted(progress.firstFailureAt, failure.error());
    if (batch.atomic()) {
      Map<String, Object> details = new LinkedHashMap<>(failure.details());
      details.put("failed_part", progress.firstFailureAt);
      return Decision.refused(failure.outcome(), known, error, details);
    }
    Outcome outcome = progress.applied.isEmpty() ? failure.outcome() : Outcome.REJECTED;
    return new Decision(
        outcome, progress.changes, progress.applied, known, error, progress.details());
  }

  /** How far a batch has come. */
  private static final class Progress {
    private GateView view;
    private final List<SeedChange> changes = new ArrayList<>();
    private final List<String> applied = new ArrayList<>();
    private final List<Map<String, Object>> parts = new ArrayList<>();
    private @Nullable Decision firstFailure;
    private int firstFailureAt;

    Progress(GateView view) {
      this.view = view;
    }

    void take(Command part, Decision decision) {
      if (!decision.outcome().isApplied() && firstFailure == null) {
        firstFailure = decision;
        firstFailureAt = parts.size();
      }
      changes.addAll(decision.changes());
      applied.addAll(decision.applied());
      view = view.after(decision.changes());
      note(part, decision.outcome().name(), decision.error());
    }

    void skip(Command part) {
      note(part, "SKIPPED", null);
    }

    private void note(Command part, String outcome, @Nullable String error) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("command_id", part.commandId());
      line.put("outcome", outcome);
      if (error != null) {
        line.put("error", error);
      }
      parts.add(line);
    }

    Map<String, Object> details() {
      return Map.of("parts", parts);
    }
  }
}
