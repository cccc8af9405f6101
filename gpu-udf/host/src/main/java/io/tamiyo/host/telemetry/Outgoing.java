package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.EncodedMessages;
import io.tamiyo.contracts.wire.NativeWriter;
import java.util.ArrayList;
import java.util.List;

/** Messages in memory. */
record Outgoing(Lane lane, Channel channel, List<Message> messages, Runnable confirmed)
    implements Sendable {

  Outgoing {
    messages = List.copyOf(messages);
  }

  /** Several of one lane and channel as one. */
  static Outgoing joined(List<Outgoing> together) {
    if (together.size() == 1) {
      return together.get(0);
    }
    Outgoing first = together.get(0);
    List<Message> messages = new ArrayList<>();
    together.forEach(outgoing -> messages.addAll(outgoing.messages()));
    return new Outgoing(
        first.lane(),
        first.channel(),
        messages,
        () -> together.forEach(outgoing -> outgoing.confirmed().run()));
  }

  @Override
  public int count() {
    return messages.size();
  }

  @Override
  public long acknowledgements() {
    return messages.stream().filter(CommandResult.class::isInstance).count();
  }

  @Override
  public EncodedMessages encode(NativeWriter writer) {
    return writer.encode(messages);
  }

  /** In memory, estimated. */
  long bytes() {
    return messages.stream().mapToLong(Weights::of).sum();
  }
}
