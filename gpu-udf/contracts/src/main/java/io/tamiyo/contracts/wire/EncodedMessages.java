package io.tamiyo.contracts.wire;

/**
 * Messages as the payload of one entry that has no place in an order yet.
 *
 * @param type what the entry's header calls them
 * @param count how many messages, at least 1
 * @param encoding of the payload; never a claim check, which is made when the entry is written
 * @param plainBytes of the payload before compression
 * @param payload the bytes; whoever has them leaves them as they are
 */
public record EncodedMessages(
    String type, int count, Encoding encoding, int plainBytes, byte[] payload) {

  public EncodedMessages {
    if (count < 1) {
      throw new IllegalArgumentException("count is not positive: " + count);
    }
    if (plainBytes < 0) {
      throw new IllegalArgumentException("plainBytes is negative: " + plainBytes);
    }
    if (encoding == Encoding.CLAIM_CHECK) {
      throw new IllegalArgumentException("messages are encoded as " + encoding.wireName());
    }
  }
}
