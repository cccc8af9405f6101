package io.tamiyo.operators.ingest;

import java.io.Serializable;

/**
 * How much ingest remembers of a layer to know what has arrived before.
 *
 * @param maxProducers producers per layer and stream whose sequences are remembered; beyond it the
 *     one that was silent longest is forgotten, and what it sends again is taken for new
 * @param rememberedIds messages without a sequence whose ids are remembered, the last ones; at most
 *     {@link #MOST_REMEMBERED_IDS}
 * @param rememberMs stream time for which they are, milliseconds
 */
public record IngestOptions(int maxProducers, int rememberedIds, long rememberMs)
    implements Serializable {

  /** Beyond it the filter alone would take 3 GB of memory for the 1,000 layers of a subtask. */
  public static final int MOST_REMEMBERED_IDS = 1_000_000;

  /** In two maps, with an id of 36 characters and a layer of 10. */
  private static final int STATE_BYTES_PER_ID = 150;

  /** 64 producers a layer; the documents' 10,000 ids, for as long as dead letters are kept. */
  public static final IngestOptions DEFAULTS = new IngestOptions(64, 10_000, 86_400_000);

  public IngestOptions {
    if (maxProducers <= 0) {
      throw new IllegalArgumentException("maxProducers is not positive: " + maxProducers);
    }
    if (rememberedIds <= 0 || rememberedIds > MOST_REMEMBERED_IDS) {
      throw new IllegalArgumentException(
          "rememberedIds is %d; expected 1 to %d, with which a layer takes %d KB of memory and about %d MB of state"
              .formatted(
                  rememberedIds,
                  MOST_REMEMBERED_IDS,
                  IdFilter.bytes(MOST_REMEMBERED_IDS) / 1_000,
                  (long) STATE_BYTES_PER_ID * MOST_REMEMBERED_IDS / 1_000_000));
    }
    if (rememberMs <= 0) {
      throw new IllegalArgumentException("rememberMs is not positive: " + rememberMs);
    }
  }
}
