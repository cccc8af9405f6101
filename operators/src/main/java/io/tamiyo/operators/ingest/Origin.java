package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.InboundEntry;

/** Who wrote an entry, and so how it is treated at the door. */
enum Origin {
  /** The job, or whoever else writes to a control log; not in the ledger, never a duplicate. */
  JOB,
  /** A producer that numbers its entries. */
  NUMBERED,
  /** Anyone else; messages are known by their ids. */
  IDENTIFIED;

  private static final String TICK = "Tick";
  private static final String GAP_EVENT = "GapEvent";

  static Origin of(InboundEntry entry, EntryHeader header, StreamNames names) {
    boolean replayed = header.replayOf() != null;
    if (names.layerOfControl(entry.stream()).isPresent()) {
      return JOB;
    }
    if (header.isSequenced()) {
      return replayed ? IDENTIFIED : NUMBERED;
    }
    boolean fromJob = header.type().equals(TICK) || header.type().equals(GAP_EVENT);
    return fromJob && !replayed ? JOB : IDENTIFIED;
  }
}
