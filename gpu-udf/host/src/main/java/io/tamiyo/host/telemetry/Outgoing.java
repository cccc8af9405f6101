package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.message.Message;
import java.util.List;

/**
 * Messages that belong together: they stand in one entry.
 *
 * @param confirmed is run once Redis has them, on the publisher's thread
 */
record Outgoing(Channel channel, List<Message> messages, Runnable confirmed) {

  Outgoing {
    messages = List.copyOf(messages);
  }
}
