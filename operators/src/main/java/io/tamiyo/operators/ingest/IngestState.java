package io.tamiyo.operators.ingest;

import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.limits.StoredLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What ingest keeps of a layer; {@link LayerArrivals} is what it works with.
 *
 * @param terms its ledger terms
 * @param producers what has arrived of each producer, longest silent first
 * @param identified messages without a sequence that were remembered by their ids so far
 * @param oldestId one more than the number of the oldest id that is remembered; 0 from the first
 *     release, which did not keep it
 * @param limits who may pass, and what waits for it; null from the first release
 * @param refused places of what was one too many and may be tried again, longest refused first;
 *     null from releases that tried nothing again
 */
public record IngestState(
    LedgerTerms terms,
    List<ProducerArrivals> producers,
    long identified,
    long oldestId,
    @Nullable StoredLimits limits,
    @Nullable List<RefusedPlace> refused) {}
