package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.wire.EncodedMessages;
import io.tamiyo.contracts.wire.NativeWriter;

/** Messages of one channel that become one entry. */
sealed interface Sendable permits Outgoing, SpooledReports {

  Lane lane();

  Channel channel();

  /** How many messages. */
  int count();

  /** How many of them are acknowledgements. */
  long acknowledgements();

  /**
   * The payload of the entry.
   *
   * @throws IllegalArgumentException when a message can't be written
   */
  EncodedMessages encode(NativeWriter writer);

  /** Is run once Redis has them, on the publisher's thread. */
  Runnable confirmed();
}
