package io.tamiyo.operators.streams;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.DeadLetters;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.SideRecordId;
import io.tamiyo.operators.redis.sink.StreamAppend;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dead letters of what the job wrote itself and Redis did not take. */
final class RefusedEntries {

  /** The cause, as dead letters name it. */
  static final String REASON = "refused";

  private static final String SOURCE = "tamiyo/sink";

  /** Redis has given it no id. */
  private static final String NO_ID = "0-0";

  private RefusedEntries() {}

  /**
   * The fields of the letter. The same message, refused again after a restart, gives the same id.
   *
   * @param why what Redis says
   */
  static Map<String, byte[]> letter(StreamAppend refused, String why) {
    Message message = messageIn(refused);
    String id = message == null ? "" : message.header().messageId();
    String layer = message == null ? null : message.layerId();
    DeadLetter letter =
        new DeadLetter(
            Header.of(
                SideRecordId.of(refused.stream(), id, REASON, 0),
                message == null ? 0 : message.header().timestamp(),
                SOURCE),
            layer,
            refused.stream(),
            NO_ID,
            -1,
            1,
            REASON,
            why,
            DeadLetters.copied(refused.fields()));
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      return writer.write(Places.of("DeadLetter", layer, 1), List.of(letter));
    }
  }

  /** What the job writes holds one message; none is known of one that needs a claim check. */
  private static @Nullable Message messageIn(StreamAppend refused) {
    List<Decoded> decoded =
        new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none())
            .read(refused.fields());
    return decoded.size() == 1 && decoded.get(0) instanceof Decoded.Good good
        ? good.message()
        : null;
  }
}
