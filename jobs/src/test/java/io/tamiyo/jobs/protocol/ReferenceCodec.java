package io.tamiyo.jobs.protocol;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.EntryCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Entries that point to their only message, so that a history costs no encoding. */
final class ReferenceCodec implements EntryCodec {

  private static final String REFERENCE = "reference";

  private final List<Message> messages = new ArrayList<>();

  @Override
  public EntryHeader header(Map<String, byte[]> fields) {
    throw new UnsupportedOperationException("the model makes deliveries itself");
  }

  @Override
  public List<Decoded> read(Map<String, byte[]> fields) {
    return List.of(new Decoded.Good(message(fields)));
  }

  @Override
  public Map<String, byte[]> write(EntryHeader place, List<? extends Message> written) {
    messages.add(written.get(0));
    return Map.of(REFERENCE, ByteBuffer.allocate(4).putInt(messages.size() - 1).array());
  }

  /** The message of an entry. */
  Message message(Map<String, byte[]> fields) {
    byte[] reference = Objects.requireNonNull(fields.get(REFERENCE), "no reference");
    return messages.get(ByteBuffer.wrap(reference).getInt());
  }
}
