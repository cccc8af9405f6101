package io.tamiyo.jobs.bench;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.EntryCodec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The wires without claim checks, and without Redis. */
final class BenchCodec implements EntryCodec {

  private final Function<Map<String, byte[]>, List<Decoded>> reader;
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());

  private BenchCodec(Function<Map<String, byte[]>, List<Decoded>> reader) {
    this.reader = reader;
  }

  /** Reads all of an entry. */
  static BenchCodec decoding() {
    return new BenchCodec(
        new WireReader(WireLimits.DEFAULTS, MessageTypes.discovered(), ClaimCheckStore.none())
            ::read);
  }

  /** Reads the fields of an entry, and finds the one message of all entries in it. */
  static BenchCodec ofOneMessage() {
    List<Decoded> content = List.of(new Decoded.Good(Traffic.message()));
    return new BenchCodec(fields -> content);
  }

  @Override
  public List<Decoded> read(Map<String, byte[]> fields) {
    return reader.apply(fields);
  }

  @Override
  public Map<String, byte[]> write(EntryHeader place, List<? extends Message> messages) {
    return writer.write(place, messages);
  }

  @Override
  public void close() {
    writer.close();
  }
}
