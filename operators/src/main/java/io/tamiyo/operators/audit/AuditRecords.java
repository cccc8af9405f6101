package io.tamiyo.operators.audit;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.operators.correlation.AwaitedCommand;
import io.tamiyo.operators.correlation.StepKind;
import io.tamiyo.operators.correlation.StepText;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.SideRecordId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is told in the audit, of what. Ids follow from the entry that it happened by. */
final class AuditRecords {

  private static final String SOURCE = "tamiyo/audit";
  private static final int MAX_TEXT = 500;
  private static final double MS_PER_SECOND = 1e3;

  /** Alerts that say why nothing was done. */
  private static final Set<String> REFUSALS =
      Set.of(
          "request_refused",
          "request_expired",
          "telemetry_stale",
          "host_gone",
          "emission_off",
          "command_given_up");

  private AuditRecords() {}

  /**
   * A message as a step of a story.
   *
   * @param ordinal which of its entry's records it is
   */
  static AuditRecord step(InboundEntry entry, int ordinal, StepKind kind, Message message) {
    String outcome = message instanceof CommandResult result ? result.outcome().name() : "";
    return new AuditRecord(
        header(entry, ordinal, message.header().correlationId(), Map.of()),
        entry.layer(),
        kind.word(),
        message.header().messageId(),
        shortened(StepText.of(message)),
        outcome,
        "");
  }

  /** A command's way, at its end. */
  static AuditRecord story(InboundEntry entry, int ordinal, AwaitedCommand command) {
    Map<String, Object> times = new TreeMap<>();
    putTime(times, "request_to_command_ms", command.toCommandMs());
    putTime(times, "command_to_acknowledgement_ms", command.toAcknowledgementMs());
    putTime(times, "acknowledgement_to_transition_ms", command.toTransitionMs());
    return new AuditRecord(
        header(entry, ordinal, command.story(), times),
        entry.layer(),
        StepKind.STORY.word(),
        command.id(),
        "command " + command.id(),
        String.valueOf(command.outcome()),
        "");
  }

  private static void putTime(Map<String, Object> times, String name, long millis) {
    if (millis >= 0) {
      times.put(name, millis);
    }
  }

  private static Header header(
      InboundEntry entry, int ordinal, @Nullable String answered, Map<String, Object> more) {
    Map<String, Object> metadata = new TreeMap<>(more);
    metadata.put("stream", entry.stream());
    metadata.put("entry", entry.entryId());
    return new Header(
        SideRecordId.of(entry.stream(), entry.entryId(), "audit", ordinal),
        entry.time() / MS_PER_SECOND,
        SOURCE,
        Header.VERSION,
        answered,
        metadata);
  }

  /** What the job has published; empty if that is no matter of the audit. */
  static Optional<AuditRecord> published(Message message) {
    if (message instanceof AuditRecord told) {
      return Optional.of(told);
    }
    if (message instanceof PerformanceAlert alert) {
      return Optional.of(alert(alert));
    }
    if (message instanceof GapEvent gap) {
      String lost = gap.lost() == null ? "unknown" : gap.lost().toString();
      return Optional.of(
          record(gap, gap.layerId(), StepKind.GAP, gap.stream(), "lost " + lost, gap.reason()));
    }
    return message instanceof DeadLetter letter
        ? Optional.of(
            record(
                letter,
                letter.layerId(),
                StepKind.DEAD_LETTER,
                letter.entryId() + " of " + letter.stream(),
                letter.reason(),
                letter.detail()))
        : Optional.empty();
  }

  private static AuditRecord alert(PerformanceAlert alert) {
    StepKind kind = REFUSALS.contains(alert.metricName()) ? StepKind.REFUSAL : StepKind.ALERT;
    Object detail = Objects.requireNonNullElse(alert.details().get("detail"), "");
    return record(
        alert,
        alert.layerId(),
        kind,
        alert.metricName(),
        alert.severity().name(),
        detail.toString());
  }

  /** The same message gives the same id. */
  private static AuditRecord record(
      Message message,
      @Nullable String layer,
      StepKind kind,
      String subject,
      String outcome,
      String reason) {
    Header of = message.header();
    Header header =
        new Header(
            "audit-" + of.messageId(),
            of.timestamp(),
            SOURCE,
            Header.VERSION,
            of.correlationId(),
            Map.of("from", of.source()));
    return new AuditRecord(
        header, layer, kind.word(), of.messageId(), shortened(subject), outcome, shortened(reason));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
