package io.tamiyo.operators.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of one producer in one stream.
 *
 * <p>When a start of a producer is seen for the first time, older starts are forgotten that were
 * silent for ten minutes (the retention of inbound streams: nothing of them can still be read), and
 * all but the newest four. A late entry of a start that is remembered, or of one that was never
 * seen but is newer than every forgotten one, is judged exactly; an older one can't be told from a
 * duplicate and is taken for one.
 *
 * @param producer who numbers
 * @param stream where
 * @param forgottenEpoch the newest start that was forgotten, or {@link Long#MIN_VALUE}
 * @param epochs the remembered starts, newest first
 */
public record ProducerArrivals(
    String producer, String stream, long forgottenEpoch, List<EpochArrivals> epochs) {

  static final int MAX_EPOCHS = 4;
  static final long EPOCH_RETENTION_MS = 600_000;

  /** A producer that was never seen. */
  static ProducerArrivals none(String producer, String stream) {
    return new ProducerArrivals(producer, stream, Long.MIN_VALUE, List.of());
  }

  /** Whether the sequences of a start are known, so that one can be told from a duplicate. */
  boolean remembers(long epoch) {
    for (EpochArrivals arrivals : epochs) {
      if (arrivals.epoch() == epoch) {
        return true;
      }
    }
    return false;
  }

  /** These and one more, or null when it has arrived before, or can't be told. */
  @Nullable ProducerArrivals with(long epoch, long sequence, long time) {
    for (int i = 0; i < epochs.size(); i++) {
      EpochArrivals arrivals = epochs.get(i);
      if (arrivals.epoch() == epoch) {
        return arrivals.contains(sequence) ? null : replacing(i, arrivals.with(sequence, time));
      }
    }
    if (epoch <= forgottenEpoch) {
      return null;
    }
    ProducerArrivals begun = beginning(EpochArrivals.none(epoch).with(sequence, time));
    return epoch <= begun.forgottenEpoch ? null : begun;
  }

  /** The same, but for how far the newest start is. */
  ProducerArrivals withNewest(long highest, long lastTime) {
    EpochArrivals newest = epochs.get(0);
    return newest.highest() == highest && newest.lastTime() == lastTime
        ? this
        : replacing(0, new EpochArrivals(newest.epoch(), highest, newest.missing(), lastTime));
  }

  private ProducerArrivals replacing(int index, EpochArrivals arrivals) {
    if (epochs.size() == 1) {
      return new ProducerArrivals(producer, stream, forgottenEpoch, List.of(arrivals));
    }
    List<EpochArrivals> replaced = new ArrayList<>(epochs);
    replaced.set(index, arrivals);
    return new ProducerArrivals(producer, stream, forgottenEpoch, replaced);
  }

  private ProducerArrivals beginning(EpochArrivals begun) {
    List<EpochArrivals> all = new ArrayList<>(epochs);
    all.add(begun);
    all.sort(Comparator.comparingLong(EpochArrivals::epoch).reversed());
    long forgotten = forgottenEpoch;
    for (int i = all.size() - 1; i > 0; i--) {
      if (i >= MAX_EPOCHS || begun.lastTime() - all.get(i).lastTime() > EPOCH_RETENTION_MS) {
        forgotten = Math.max(forgotten, all.remove(i).epoch());
      }
    }
    long bound = forgotten;
    all.removeIf(arrivals -> arrivals.epoch() <= bound);
    return new ProducerArrivals(producer, stream, bound, all);
  }
}
