package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Reads both wires and writes the native one. */
public final class WireCodec implements EntryCodec {

  private final WireReader reader;
  private final NativeWriter writer;

  /**
   * @param types the kinds of message that are known
   * @param store for payloads that are too large for an entry; it belongs to the caller
   */
  public WireCodec(WireLimits limits, MessageTypes types, ClaimCheckStore store) {
    this.reader = new WireReader(limits, types, store);
    this.writer = new NativeWriter(limits, store);
  }

  @Override
  public EntryHeader header(Map<String, byte[]> fields) throws DecodeFailure {
    return EntryHeaders.read(fields);
  }

  @Override
  public List<Decoded> read(Map<String, byte[]> fields) {
    return reader.read(fields);
  }

  @Override
  public Map<String, byte[]> write(EntryHeader place, List<? extends Message> messages)
      throws IOException {
    try {
      return writer.write(place, messages);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
