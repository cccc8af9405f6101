package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.message.Message;

/** One message of an entry: read, or found wanting while its neighbours were read. */
public sealed interface Decoded {

  /** It was read. */
  record Good(Message message) implements Decoded {}

  /**
   * It was not.
   *
   * @param ordinal its place in the entry, or −1 for the whole entry
   * @param count how many messages are lost with it
   */
  record Bad(int ordinal, int count, DecodeFailure failure) implements Decoded {}
}
