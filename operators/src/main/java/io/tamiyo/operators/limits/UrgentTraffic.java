package io.tamiyo.operators.limits;

import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import java.util.List;

/**
 * What no limit holds up: emergency stops, critical alerts, and acknowledgements, without which
 * commands would be sent again and add to the load.
 */
public final class UrgentTraffic {

  private UrgentTraffic() {}

  /** Whether an entry holds nothing but what is urgent. */
  public static boolean isOnly(List<? extends Message> messages) {
    return !messages.isEmpty() && messages.stream().allMatch(UrgentTraffic::isUrgent);
  }

  private static boolean isUrgent(Message message) {
    return message instanceof EmergencyStopCommand
        || message instanceof CommandResult
        || (message instanceof PerformanceAlert alert && alert.severity() == Severity.CRITICAL);
  }
}
