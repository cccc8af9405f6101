package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.InboundEntry;
import java.util.Objects;

/** The place of an entry that was one too many. */
public record RefusedPlace(String producer, String stream, long epoch, long sequence) {

  /** Of an entry that has a place, or had one before it was tried again. */
  static RefusedPlace of(InboundEntry entry, EntryHeader header) {
    return new RefusedPlace(
        Objects.requireNonNull(header.producer()),
        entry.stream(),
        header.producerEpoch(),
        header.sequence());
  }
}
