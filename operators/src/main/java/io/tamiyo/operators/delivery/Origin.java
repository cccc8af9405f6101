package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryHeader;

/** Who wrote an entry; by it every operator tells what the ledger counts. */
public enum Origin {
  /** The job, or whoever else writes to a control log; not in the ledger, never a duplicate. */
  JOB,
  /** A producer that numbers its entries. */
  NUMBERED,
  /** Anyone else; messages are known by their ids. */
  IDENTIFIED;

  /** The type of a tick. */
  static final String TICK = "Tick";

  private static final String GAP_EVENT = "GapEvent";

  /** The origin of an entry, by its stream and its header. */
  public static Origin of(InboundEntry entry, EntryHeader header, StreamNames names) {
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

  /** Whether its messages are in the ledger: those of hosts and people are. */
  public boolean isCounted() {
    return this != JOB;
  }
}
