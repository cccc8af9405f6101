package io.tamiyo.operators.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrgentTrafficTest {

  @Test
  void isStopsAcknowledgementsAndCriticalAlerts() {
    List<Message> urgent = new ArrayList<>();
    for (Message message : new RandomMessages(7).oneOfEach()) {
      boolean expected =
          message instanceof EmergencyStopCommand
              || message instanceof CommandResult
              || (message instanceof PerformanceAlert alert
                  && alert.severity() == Severity.CRITICAL);
      assertThat(UrgentTraffic.isOnly(List.of(message))).as(message.toString()).isEqualTo(expected);
      if (expected) {
        urgent.add(message);
      } else {
        assertThat(UrgentTraffic.isOnly(List.of(urgentOne(), message))).isFalse();
      }
    }
    assertThat(UrgentTraffic.isOnly(urgent)).isTrue();
    assertThat(UrgentTraffic.isOnly(List.of())).isFalse();
  }

  @Test
  void tellsCriticalAlertsFromOthers() {
    assertThat(UrgentTraffic.isOnly(List.of(alert(Severity.CRITICAL)))).isTrue();
    assertThat(UrgentTraffic.isOnly(List.of(alert(Severity.WARNING)))).isFalse();
  }

  private static Message urgentOne() {
    return alert(Severity.CRITICAL);
  }

  private static PerformanceAlert alert(Severity severity) {
    PerformanceAlert any =
        new RandomMessages(1)
            .oneOfEach().stream()
                .filter(PerformanceAlert.class::isInstance)
                .map(PerformanceAlert.class::cast)
                .findFirst()
                .orElseThrow();
    return new PerformanceAlert(
        any.header(),
        any.layerId(),
        any.seedId(),
        any.alertType(),
        severity,
        any.metricName(),
        any.metricValue(),
        any.threshold(),
        any.details(),
        any.recommendedAction());
  }
}
