package io.tamiyo.operators.ingest;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What ingest knows of a layer, as the object that it works with. */
final class LayerArrivals {

  private static final Comparator<Known> BY_SILENCE =
      Comparator.comparingLong(known -> known.heard);

  private record Numbering(String producer, String stream) {}

  /** One lookup finds what is known and where the new knowledge belongs. */
  private static final class Known {
    ProducerArrivals arrivals;
    long heard;

    Known(ProducerArrivals arrivals, long heard) {
      this.arrivals = arrivals;
      this.heard = heard;
    }
  }

  private final Map<Numbering, Known> producers = new HashMap<>();
  private long heard;

  private LedgerTerms terms;
  private final LayerIds ids;

  private LayerArrivals(LedgerTerms terms, LayerIds ids) {
    this.terms = terms;
    this.ids = ids;
  }

  /** A layer of which nothing has arrived. */
  static LayerArrivals none() {
    return new LayerArrivals(LedgerTerms.NONE, LayerIds.none());
  }

  /** What was kept. */
  static LayerArrivals of(IngestState state) {
    LayerArrivals arrivals = new LayerArrivals(state.terms(), LayerIds.of(state));
    for (ProducerArrivals each : state.producers()) {
      arrivals.put(new Numbering(each.producer(), each.stream()), each);
    }
    return arrivals;
  }

  /** What is to be kept. */
  IngestState stored() {
    List<Known> longestSilentFirst = new ArrayList<>(producers.values());
    longestSilentFirst.sort(BY_SILENCE);
    List<ProducerArrivals> all = new ArrayList<>(longestSilentFirst.size());
    longestSilentFirst.forEach(known -> all.add(known.arrivals));
    return new IngestState(terms, all, ids.next(), ids.oldest() + 1);
  }

  /**
   * Adds a sequenced entry, unless it has arrived before. Beyond {@code maxProducers} the producer
   * that was silent longest is forgotten.
   *
   * @return why it is taken for one that has arrived before; empty when it is new
   */
  Optional<Duplicate> add(
      String producer, String stream, long epoch, long sequence, long time, int maxProducers) {
    Numbering numbering = new Numbering(producer, stream);
    Known known = producers.get(numbering);
    ProducerArrivals before =
        known == null ? ProducerArrivals.none(producer, stream) : known.arrivals;
    ProducerArrivals after = before.with(epoch, sequence, time);
    if (after == null) {
      return Optional.of(before.remembers(epoch) ? Duplicate.SEQUENCE : Duplicate.FORGOTTEN_EPOCH);
    }
    if (known != null) {
      known.arrivals = after;
      known.heard = heard++;
      return Optional.empty();
    }
    put(numbering, after);
    if (producers.size() > maxProducers) {
      producers.values().remove(Collections.min(producers.values(), BY_SILENCE));
    }
    return Optional.empty();
  }

  private void put(Numbering numbering, ProducerArrivals arrivals) {
    producers.put(numbering, new Known(arrivals, heard++));
  }

  /** Its ledger terms. */
  LedgerTerms terms() {
    return terms;
  }

  /** Counts what has become of messages. */
  void count(Admission admission) {
    terms =
        terms.plus(
            new LedgerTerms(
                admission.arrived(), admission.deadLetters(), admission.duplicates(), 0, 0));
  }

  /** The numbers of the ids that are remembered. */
  LayerIds ids() {
    return ids;
  }
}
