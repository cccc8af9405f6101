package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.message.UnreadableCommand;
import io.tamiyo.host.seeds.SeedChange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gate makes of one command. Nothing is changed by it before it is durable.
 *
 * @param outcome what to acknowledge; with {@code changes} it is {@code APPLIED}, or {@code
 *     REJECTED} for a batch of which a part was applied
 * @param changes of the seeds, in the order in which they were decided
 * @param applied ids of the commands that these changes apply: the command's own, and for a batch
 *     those of its parts
 * @param targets the seeds that it is about, ascending; those that the layer does not have are left
 *     out
 * @param error what was wrong, or null
 * @param details for people and machines: legal alternatives, the outcome of each part of a batch,
 *     where a duplicate was applied first
 */
public record Decision(
    Outcome outcome,
    List<SeedChange> changes,
    List<String> applied,
    List<Integer> targets,
    @Nullable String error,
    Map<String, Object> details) {

  public Decision {
    changes = List.copyOf(changes);
    applied = List.copyOf(applied);
    targets = List.copyOf(targets);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** An application. */
  static Decision applied(String commandId, List<SeedChange> changes, List<Integer> targets) {
    return new Decision(Outcome.APPLIED, changes, List.of(commandId), targets, null, Map.of());
  }

  /** A refusal that changes nothing. */
  static Decision refused(
      Outcome outcome, List<Integer> targets, String error, Map<String, Object> details) {
    return new Decision(outcome, List.of(), List.of(), targets, error, details);
  }

  /** A refusal of the command itself. */
  static Decision rejected(List<Integer> targets, String error) {
    return refused(Outcome.REJECTED, targets, error, Map.of());
  }

  /** A refusal of what could not be read. */
  static Decision unreadable(UnreadableCommand command) {
    return refused(
        Outcome.REJECTED,
        List.of(),
        "could not be read: " + command.detail(),
        Map.of("reason", command.reason()));
  }

  /** A refusal of what took longer than its sender allows. */
  static Decision timedOut(List<Integer> targets, double tookMs, int timeoutMs) {
    return refused(
        Outcome.FAILED,
        targets,
        "it was %.0f ms until it could be decided; timeout_ms is %d".formatted(tookMs, timeoutMs),
        Map.of("reason", "timed_out"));
  }

  /** The same wish when it could not be made durable: nothing is changed. */
  public Decision failing(String why) {
    return refused(Outcome.FAILED, targets, why, Map.of());
  }
}
