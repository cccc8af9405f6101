package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.AlertType;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.SideRecordId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Alerts because of one delivery. Their ids follow from it, so that the same alert after a restart
 * is known as a copy.
 */
public final class Alerts {

  private static final double MS_PER_SECOND = 1e3;

  private final Delivery delivery;
  private final String source;
  private final List<PerformanceAlert> alerts = new ArrayList<>();

  /**
   * @param source the component that raises them
   */
  public Alerts(Delivery delivery, String source) {
    this.delivery = delivery;
    this.source = source;
  }

  /**
   * Adds an alert.
   *
   * @param what a short name of what has happened, for instance {@code request_refused}
   * @param value a figure that goes with it
   * @param detail in words
   * @param remedy what to do about it
   */
  public void add(Severity severity, String what, double value, String detail, String remedy) {
    add(severity, what, value, Map.of("detail", detail), remedy, null);
  }

  /** Adds an alert that answers a request. */
  public void answer(String requestId, String what, double value, String detail, String remedy) {
    add(
        Severity.WARNING,
        what,
        value,
        new TreeMap<>(Map.of("detail", detail, "request_id", requestId)),
        remedy,
        requestId);
  }

  private void add(
      Severity severity,
      String what,
      double value,
      Map<String, Object> details,
      String remedy,
      @Nullable String answered) {
    String id =
        SideRecordId.of(delivery.entry().stream(), delivery.entry().entryId(), what, alerts.size());
    Header header = Header.of(id, delivery.time() / MS_PER_SECOND, source);
    alerts.add(
        new PerformanceAlert(
            answered == null ? header : header.answering(answered),
            delivery.layer(),
            null,
            AlertType.ANOMALY,
            severity,
            what,
            value,
            null,
            details,
            remedy));
  }

  /** What was added, in order. */
  public List<PerformanceAlert> all() {
    return Collections.unmodifiableList(alerts);
  }
}
