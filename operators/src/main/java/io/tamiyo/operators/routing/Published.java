package io.tamiyo.operators.routing;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import java.util.Arrays;
import java.util.List;

/**
 * What the job writes for people, and how bad it is. Commands, markers and plans are not among it:
 * a copy of one would be a command in a place where no gate is.
 */
enum Published {
  /** Is as bad as it says itself. */
  ALERT(PerformanceAlert.class, Severity.INFO),
  GAP(GapEvent.class, Severity.WARNING),
  DEAD_LETTER(DeadLetter.class, Severity.WARNING),
  AGGREGATE(LayerHealthReport.class, Severity.INFO),
  LEDGER(LedgerReport.class, Severity.INFO);

  private static final List<String> TYPES =
      Arrays.stream(values()).map(published -> published.type.getSimpleName()).toList();

  private final Class<? extends Message> type;
  private final Severity severity;

  Published(Class<? extends Message> type, Severity severity) {
    this.type = type;
    this.severity = severity;
  }

  /** How bad it is, unless it says so itself. */
  Severity severity() {
    return severity;
  }

  /** Whether something of this name on the wire is published. */
  static boolean isType(String name) {
    return TYPES.contains(name);
  }

  /** The names on the wire. */
  static List<String> types() {
    return TYPES;
  }

  /** The kind of this name on the wire. */
  static Published ofType(String name) {
    return values()[TYPES.indexOf(name)];
  }
}
