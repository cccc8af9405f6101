package io.tamiyo.operators.audit;

import io.tamiyo.contracts.message.AlertType;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.operators.correlation.Overdue;
import io.tamiyo.operators.correlation.StepKind;
import io.tamiyo.operators.delivery.SideRecordId;
import java.util.Map;
import java.util.TreeMap;

/** Tells people that a story stays open. What it says does not depend on when that is noticed. */
final class OpenStoryAlerts {

  static final String NAME = "story_open";

  private static final String SOURCE = "tamiyo/stories";
  private static final double MS_PER_SECOND = 1e3;

  private OpenStoryAlerts() {}

  static PerformanceAlert of(String layer, Overdue overdue) {
    Map<String, Object> details = new TreeMap<>();
    details.put("detail", "%s waits for its %s".formatted(overdue.id(), overdue.waitsFor().word()));
    details.put("waits_for", overdue.waitsFor().word());
    details.put("since", overdue.entryId());
    Header header =
        Header.of(
                SideRecordId.of(overdue.id(), overdue.entryId(), NAME, 0),
                (overdue.since() + overdue.waitedMs()) / MS_PER_SECOND,
                SOURCE)
            .answering(overdue.story());
    return new PerformanceAlert(
        header,
        layer,
        null,
        AlertType.ANOMALY,
        Severity.WARNING,
        NAME,
        (double) overdue.waitedMs(),
        null,
        details,
        remedy(overdue.waitsFor()));
  }

  private static String remedy(StepKind missing) {
    return switch (missing) {
      case ACKNOWLEDGEMENT -> "see whether the host reads its control log";
      case TRANSITION -> "see whether the host's events arrive, and its log";
      case PLAN, COMMAND -> "see whether the job sends to the layer, and its alerts";
      case REQUEST, BLUEPRINT, CHECKPOINT, ALERT, GAP, DEAD_LETTER, REFUSAL, STORY, OPERATION ->
          "see the audit";
    };
  }
}
