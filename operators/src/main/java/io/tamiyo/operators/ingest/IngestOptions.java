package io.tamiyo.operators.ingest;

import java.io.Serializable;

/**
 * How much ingest remembers of a layer to know what has arrived before.
 *
 * @param maxProducers producers per layer and stream whose sequences are remembered; beyond it the
 *     one that was silent longest is forgotten, and what it sends again is taken for new
 * @param rememberedIds messages without a sequence whose ids are remembered, the last ones
 * @param rememberMs stream time for which they are, milliseconds
 */
public record IngestOptions(int maxProducers, int rememberedIds, long rememberMs)
    implements Serializable {

  /** 64 producers a layer; the documents' 10,000 ids, for as long as dead letters are kept. */
  public static final IngestOptions DEFAULTS = new IngestOptions(64, 10_000, 86_400_000);

  public IngestOptions {
    if (maxProducers <= 0) {
      throw new IllegalArgumentException("maxProducers is not positive: " + maxProducers);
    }
    if (rememberedIds <= 0) {
      throw new IllegalArgumentException("rememberedIds is not positive: " + rememberedIds);
    }
    if (rememberMs <= 0) {
      throw new IllegalArgumentException("rememberMs is not positive: " + rememberMs);
    }
  }
}
