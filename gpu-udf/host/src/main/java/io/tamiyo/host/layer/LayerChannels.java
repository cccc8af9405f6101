package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.telemetry.Channel;

/**
 * Where the messages of a layer go.
 *
 * @param inbound everything about the layer, counted in the ledger
 * @param deadLetters what the host could not read, beside the ledger
 */
public record LayerChannels(Channel inbound, Channel deadLetters) {

  /** The channels of a layer whose inbound stream is given. */
  public static LayerChannels of(StreamNames names, String layerId, String inboundStream) {
    return new LayerChannels(
        new Channel(inboundStream, layerId, true),
        new Channel(names.deadLetters(), layerId, false));
  }

  /** Where one message goes. */
  Channel of(Message message) {
    return message instanceof DeadLetter ? deadLetters : inbound;
  }
}
