package io.tamiyo.operators.ingest;

import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Producers;
import io.tamiyo.operators.limits.LayerLimits;
import io.tamiyo.operators.limits.StoredLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What ingest knows of a layer, as the object that it works with. */
final class LayerArrivals {

  /** Who has begun to number, and how far the newest start is. */
  private static final class Known extends Producers.Known {

    private ProducerArrivals arrivals;
    private long epoch;
    private long highest;
    private long lastTime;
    private boolean nothingMissing;

    Known(ProducerArrivals arrivals) {
      super(arrivals.producer(), arrivals.stream());
      this.arrivals = arrivals;
      set(arrivals);
    }

    /** Adds the next of the newest start, as nearly all are; false when it is another. */
    boolean addNext(long ofEpoch, long sequence, long time) {
      if (ofEpoch != epoch || sequence != highest + 1) {
        return false;
      }
      highest = sequence;
      lastTime = time;
      return true;
    }

    /** Whether it has come before beyond doubt; most of what has comes again soon. */
    boolean hasHad(long ofEpoch, long sequence) {
      return ofEpoch == epoch && sequence <= highest && nothingMissing;
    }

    ProducerArrivals arrivals() {
      return arrivals.withNewest(highest, lastTime);
    }

    void set(ProducerArrivals changed) {
      EpochArrivals newest = changed.epochs().get(0);
      arrivals = changed;
      epoch = newest.epoch();
      highest = newest.highest();
      lastTime = newest.lastTime();
      nothingMissing = newest.missing().length == 0;
    }
  }

  private final Producers<Known> producers = new Producers<>();
  private long arrived;
  private long deadLetters;
  private long duplicates;
  private final LayerIds ids;
  private final LayerLimits limits;

  private final RefusedPlaces refused;

  private LayerArrivals(
      LedgerTerms terms, LayerIds ids, StoredLimits limits, List<RefusedPlace> refused) {
    this.arrived = terms.in();
    this.deadLetters = terms.deadLetters();
    this.duplicates = terms.duplicates();
    this.ids = ids;
    this.limits = LayerLimits.of(limits);
    this.refused = new RefusedPlaces(refused);
  }

  /** A layer of which nothing has arrived. */
  static LayerArrivals none() {
    return new LayerArrivals(LedgerTerms.NONE, LayerIds.none(), StoredLimits.NONE, List.of());
  }

  /** What was kept. */
  static LayerArrivals of(IngestState state) {
    LayerArrivals arrivals =
        new LayerArrivals(
            state.terms(),
            LayerIds.of(state),
            Objects.requireNonNullElse(state.limits(), StoredLimits.NONE),
            Objects.requireNonNullElse(state.refused(), List.of()));
    for (ProducerArrivals each : state.producers()) {
      arrivals.producers.add(new Known(each));
    }
    return arrivals;
  }

  /** What is to be kept. */
  IngestState stored() {
    List<ProducerArrivals> all = new ArrayList<>(producers.size());
    producers.longestSilentFirst().forEach(known -> all.add(known.arrivals()));
    return new IngestState(
        new LedgerTerms(arrived, deadLetters, duplicates, 0, 0),
        all,
        ids.next(),
        ids.oldest() + 1,
        limits.stored(),
        refused.stored());
  }

  /**
   * Adds a sequenced entry, unless it has arrived before. Beyond {@code maxProducers} the producer
   * that was silent longest is forgotten.
   *
   * @return why it is taken for one that has arrived before; empty when it is new
   */
  Optional<Duplicate> add(
      String producer, String stream, long epoch, long sequence, long time, int maxProducers) {
    Known known = producers.find(producer, stream);
    if (known != null && known.addNext(epoch, sequence, time)) {
      producers.hear(known);
      return Optional.empty();
    }
    if (known != null && known.hasHad(epoch, sequence)) {
      return Optional.of(Duplicate.SEQUENCE);
    }
    ProducerArrivals before =
        known == null ? ProducerArrivals.none(producer, stream) : known.arrivals();
    ProducerArrivals after = before.with(epoch, sequence, time);
    if (after == null) {
      return Optional.of(before.remembers(epoch) ? Duplicate.SEQUENCE : Duplicate.FORGOTTEN_EPOCH);
    }
    if (known != null) {
      known.set(after);
      producers.hear(known);
      return Optional.empty();
    }
    producers.add(new Known(after));
    if (producers.size() > maxProducers) {
      producers.removeLongestSilent();
    }
    return Optional.empty();
  }

  /** Its ledger terms; what waits before the door is counted as it says of itself. */
  LedgerTerms terms() {
    long waiting = limits.waiting();
    return new LedgerTerms(arrived + waiting, deadLetters, duplicates, 0, waiting);
  }

  /** Counts what has become of messages. */
  void count(Admission admission) {
    arrived += admission.arrived();
    deadLetters += admission.deadLetters();
    duplicates += admission.duplicates();
  }

  /** The numbers of the ids that are remembered. */
  LayerIds ids() {
    return ids;
  }

  /** What was one too many, and is known not to have passed. */
  RefusedPlaces refused() {
    return refused;
  }

  /** Who may pass. */
  LayerLimits limits() {
    return limits;
  }
}
