package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.wire.EntryHeader;
import org.jspecify.annotations.Nullable;

/** Headers of what has no place in any producer's order. */
public final class Places {

  private Places() {}

  /** Of an entry whose own header can't be read. */
  public static EntryHeader unknown() {
    return of("", null, 1);
  }

  /** Of an entry that the job writes. */
  public static EntryHeader of(String type, @Nullable String layer, int count) {
    return new EntryHeader(type, layer, null, 0, 0, count, null, null);
  }

  /** The same header without its place, so that the entry passes at once. */
  public static EntryHeader removedFrom(EntryHeader header) {
    if (!header.isSequenced()) {
      return header;
    }
    return new EntryHeader(
        header.type(),
        header.layer(),
        null,
        0,
        0,
        header.count(),
        header.traceparent(),
        header.replayOf());
  }
}
