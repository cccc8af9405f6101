package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import java.util.List;

/** What of an entry whose layer is none can be said. */
final class Unaddressed {

  private static final int SHOWN_CHARACTERS = 40;

  private final StreamNames names;
  private final EntryCodec codec;

  Unaddressed(StreamNames names, EntryCodec codec) {
    this.names = names;
    this.codec = codec;
  }

  /** Whether it tells of a gap in a stream that layers share, which is no layer's. */
  boolean tellsOfSharedGap(InboundEntry entry) {
    if (!names.isInboundShard(entry.stream())) {
      return false;
    }
    List<Decoded> decoded = codec.read(entry.fields());
    return decoded.size() == 1
        && decoded.get(0) instanceof Decoded.Good good
        && good.message() instanceof GapEvent gap
        && gap.layerId() == null;
  }

  /** Why it can't be processed. */
  static Decoded.Bad failure(InboundEntry entry) {
    String layer = entry.layer();
    String shown = layer.substring(0, Math.min(layer.length(), SHOWN_CHARACTERS));
    String detail = "layer \"" + shown + "\" is not a layer id; expected a field layer with one";
    return new Decoded.Bad(
        -1, 1, new DecodeFailure(DecodeFailure.Reason.INVALID_FIELD, "", detail));
  }
}
