package io.tamiyo.operators.ingest;

/** Why a message is taken for one that has arrived before. */
enum Duplicate {
  /** Its producer's sequence has arrived. */
  SEQUENCE,
  /** Its producer's start is older than those that are remembered, so that it can't be told. */
  FORGOTTEN_EPOCH,
  /** Its id has arrived. */
  ID
}
