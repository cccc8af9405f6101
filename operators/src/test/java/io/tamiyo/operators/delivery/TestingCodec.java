package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The codec of the operators' tests: the real wires, without claim checks. */
public final class TestingCodec implements EntryCodec {

  private static final TestingCodec SHARED = new TestingCodec();

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());

  @Override
  public List<Decoded> read(Map<String, byte[]> fields) {
    return reader.read(fields);
  }

  @Override
  public Map<String, byte[]> write(EntryHeader place, List<? extends Message> messages) {
    return writer.write(place, messages);
  }

  @Override
  public void close() {
    writer.close();
  }

  /** The fields of an entry, which may be changed. */
  public static Map<String, byte[]> fields(EntryHeader place, List<? extends Message> messages) {
    return new HashMap<>(SHARED.write(place, messages));
  }

  /** The only message of an entry, of the given kind. */
  public static <M extends Message> M only(Class<M> type, Outbound outbound) {
    List<Decoded> decoded = SHARED.read(outbound.fields());
    if (decoded.size() == 1 && decoded.get(0) instanceof Decoded.Good good) {
      return type.cast(good.message());
    }
    throw new AssertionError("not one " + type.getSimpleName() + ": " + decoded);
  }
}
