package io.tamiyo.operators.ingest;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What ingest knows of a layer: one small value, read and written once an entry.
 *
 * @param terms its ledger terms
 * @param producers what has arrived of each producer, longest silent first
 * @param identified messages without a sequence that were remembered by their ids so far
 */
public record IngestState(LedgerTerms terms, List<ProducerArrivals> producers, long identified) {

  /** A layer of which nothing has arrived. */
  static final IngestState EMPTY = new IngestState(LedgerTerms.NONE, List.of(), 0);

  /**
   * The state with one more sequenced entry, or empty when it has arrived before. Beyond {@code
   * maxProducers} the one that was silent longest is forgotten.
   */
  Optional<IngestState> with(
      String producer, String stream, long epoch, long sequence, long time, int maxProducers) {
    int index = indexOf(producer, stream);
    ProducerArrivals before =
        index < 0 ? ProducerArrivals.none(producer, stream) : producers.get(index);
    return before
        .with(epoch, sequence, time)
        .map(after -> new IngestState(terms, moved(index, after, maxProducers), identified));
  }

  /** The same with other terms. */
  IngestState withTerms(LedgerTerms changed) {
    return new IngestState(changed, producers, identified);
  }

  /** The same with another count of remembered ids. */
  IngestState withIdentified(long count) {
    return new IngestState(terms, producers, count);
  }

  private int indexOf(String producer, String stream) {
    for (int i = producers.size() - 1; i >= 0; i--) {
      if (producers.get(i).isOf(producer, stream)) {
        return i;
      }
    }
    return -1;
  }

  private List<ProducerArrivals> moved(int index, ProducerArrivals after, int maxProducers) {
    List<ProducerArrivals> changed = new ArrayList<>(producers);
    if (index >= 0) {
      changed.remove(index);
    }
    changed.add(after);
    while (changed.size() > maxProducers) {
      changed.remove(0);
    }
    return changed;
  }
}
