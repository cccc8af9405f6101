package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Reading;
import java.util.List;

/** Why an entry that could be read goes no further than the door. */
final class Refusal {

  private Refusal() {}

  /** It is one too many. */
  static Reading tooMuch(InboundEntry entry, EntryHeader header) {
    return whole(
        header,
        Reason.RATE_LIMITED,
        "more than limits.producer.* or limits.layer.* of layer "
            + entry.layer()
            + " let pass; raise them, or send less");
  }

  /** The job has tried it again, and it may have passed: by an older state, for instance. */
  static Reading inDoubt(EntryHeader header) {
    return whole(
        header,
        Reason.RETRY_IN_DOUBT,
        "the job tried it again, and does not know any more that it had not passed;"
            + " replayed by hand it is processed, perhaps twice");
  }

  /** Whether the job tries it again by itself. */
  static boolean isTriedByTheJob(InboundEntry entry, EntryHeader header) {
    return header.replayOf() != null && entry.fields().containsKey(EntryFields.REPLAY_BY);
  }

  private static Reading whole(EntryHeader header, Reason reason, String detail) {
    DecodeFailure failure = new DecodeFailure(reason, "", detail);
    return new Reading(List.of(), List.of(new Decoded.Bad(-1, header.count(), failure)));
  }
}
