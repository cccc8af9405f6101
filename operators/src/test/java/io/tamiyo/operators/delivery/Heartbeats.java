package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The smallest messages of a host, known by their ids. */
public final class Heartbeats {

  private Heartbeats() {}

  /** A heartbeat with this message id. */
  public static Heartbeat of(String layer, String id) {
    return new Heartbeat(
        Fixtures.header(id, Duration.ZERO), "host", 1, Map.of(), "healthy", Map.of(), layer);
  }

  /** The message ids of what was delivered, in order. */
  public static List<String> ids(List<Delivery> deliveries) {
    return deliveries.stream()
        .flatMap(delivery -> delivery.messages().stream())
        .map(Message::header)
        .map(header -> header.messageId())
        .toList();
  }
}
