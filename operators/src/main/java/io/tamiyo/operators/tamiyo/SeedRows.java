package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What is known of each seed of a layer, by column, so that a report of a thousand seeds costs
 * copies between arrays and nothing else. Rows grow up to {@link #MAX_SEEDS}; a row may be unknown.
 */
final class SeedRows {

  /** Seeds of a layer that are looked at; a sender that claims more costs no more memory. */
  static final int MAX_SEEDS = 65_536;

  /** When a seed was last reported that never was. */
  static final long NEVER = Long.MIN_VALUE;

  private static final byte UNKNOWN = -1;

  private byte[] states = new byte[0];
  private long[] revisions = new long[0];
  private int[] epochs = new int[0];
  private long[] reportedAt = new long[0];
  private boolean[] refused = new boolean[0];
  private int[] measured = new int[0];
  private final double[][] values = new double[ViewMetrics.COUNT][0];

  /** One more than the greatest seed that has a row. */
  int size() {
    return states.length;
  }

  boolean knows(int seed) {
    return seed >= 0 && seed < states.length && states[seed] != UNKNOWN;
  }

  SeedState state(int seed) {
    return SeedState.ofCode(states[seed]).orElseThrow();
  }

  boolean isIn(int seed, SeedState state) {
    return states[seed] == state.code();
  }

  long revision(int seed) {
    return revisions[seed];
  }

  /** Training epochs in its state that are certain; 0 where the sender does not say. */
  int epochs(int seed) {
    return Math.max(0, epochs[seed]);
  }

  long reportedAt(int seed) {
    return reportedAt[seed];
  }

  boolean isRefused(int seed) {
    return refused[seed];
  }

  Metrics metrics(int seed) {
    return name -> {
      int column = ViewMetrics.column(name);
      if (column == ViewMetrics.NONE || (measured[seed] & (1 << column)) == 0) {
        return OptionalDouble.empty();
      }
      return OptionalDouble.of(column(column)[seed]);
    };
  }

  /** The seed has changed its state; what was measured before says nothing about the new one. */
  void enter(int seed, byte state, long revision) {
    grow(seed + 1);
    states[seed] = state;
    revisions[seed] = revision;
    epochs[seed] = 0;
    refused[seed] = false;
    measured[seed] = 0;
  }

  /**
   * Takes the rows of a report, column by column. Of a seed that is known at a greater revision
   * nothing is taken.
   *
   * @param bound seeds from here on are left out
   * @param late whether rows of the known revision are left out too
   */
  void take(SeedColumns seeds, int bound, long at, boolean late) {
    int[] ids = seeds.seedIds();
    int count = rowsBelow(bound, ids);
    if (count == 0) {
      return;
    }
    grow(ids[count - 1] + 1);
    boolean[] taken = new boolean[count];
    byte[] newStates = seeds.states();
    long[] newRevisions = seeds.revisions();
    int[] newEpochs = seeds.epochsInState();
    for (int row = 0; row < count; row++) {
      int seed = ids[row];
      long found = newRevisions[row];
      boolean isNew = states[seed] == UNKNOWN || found > revisions[seed];
      if (!isNew && (late || found != revisions[seed])) {
        continue;
      }
      taken[row] = true;
      states[seed] = newStates[row];
      revisions[seed] = found;
      epochs[seed] = newEpochs[row];
      reportedAt[seed] = at;
      refused[seed] = false;
      measured[seed] = 0;
    }
    for (MetricColumn metric : seeds.metrics()) {
      int column = ViewMetrics.column(metric.name());
      if (column != ViewMetrics.NONE) {
        take(metric, column, ids, taken);
      }
    }
  }

  private void take(MetricColumn metric, int column, int[] ids, boolean[] taken) {
    double[] kept = column(column);
    double[] found = metric.values();
    boolean[] wasMeasured = metric.measured();
    int bit = 1 << column;
    for (int row = 0; row < taken.length; row++) {
      if (taken[row] && wasMeasured[row]) {
        kept[ids[row]] = found[row];
        measured[ids[row]] |= bit;
      }
    }
  }

  /** The ids ascend. */
  private static int rowsBelow(int bound, int[] ids) {
    int place = Arrays.binarySearch(ids, bound);
    return place < 0 ? -place - 1 : place;
  }

  /** The host has refused a command for the seed as it is. */
  void refuse(int seed) {
    refused[seed] = true;
  }

  /** Forgets every seed. */
  void clear() {
    truncate(0);
  }

  /** Forgets the seeds from {@code count} on. */
  void truncate(int count) {
    if (count < states.length) {
      resize(count);
    }
  }

  private void grow(int count) {
    int known = states.length;
    if (count <= known) {
      return;
    }
    resize(count);
    Arrays.fill(states, known, count, UNKNOWN);
    Arrays.fill(reportedAt, known, count, NEVER);
  }

  private void resize(int count) {
    states = Arrays.copyOf(states, count);
    revisions = Arrays.copyOf(revisions, count);
    epochs = Arrays.copyOf(epochs, count);
    reportedAt = Arrays.copyOf(reportedAt, count);
    refused = Arrays.copyOf(refused, count);
    measured = Arrays.copyOf(measured, count);
    for (int column = 0; column < ViewMetrics.COUNT; column++) {
      values[column] =
          values[column].length == 0 ? values[column] : Arrays.copyOf(values[column], count);
    }
  }

  /** A column takes no room until something was measured for it. */
  private double[] column(int column) {
    if (values[column].length < states.length) {
      values[column] = Arrays.copyOf(values[column], states.length);
    }
    return values[column];
  }

  SeedRows copy() {
    SeedRows copy = new SeedRows();
    copy.states = states;
    copy.revisions = revisions;
    copy.epochs = epochs;
    copy.reportedAt = reportedAt;
    copy.refused = refused;
    copy.measured = measured;
    System.arraycopy(values, 0, copy.values, 0, ViewMetrics.COUNT);
    copy.resize(size());
    return copy;
  }

  /** Only measured values are written. */
  void write(DataOutputView target) throws IOException {
    target.writeInt(size());
    target.write(states);
    for (int seed = 0; seed < size(); seed++) {
      target.writeLong(revisions[seed]);
      target.writeInt(epochs[seed]);
      target.writeLong(reportedAt[seed]);
      target.writeBoolean(refused[seed]);
      target.writeInt(measured[seed]);
      for (int mask = measured[seed]; mask != 0; mask &= mask - 1) {
        target.writeDouble(column(Integer.numberOfTrailingZeros(mask))[seed]);
      }
    }
  }

  static SeedRows read(DataInputView source) throws IOException {
    SeedRows rows = new SeedRows();
    int count = source.readInt();
    if (count < 0 || count > MAX_SEEDS) {
      throw new IOException("state of a layer has " + count + " seeds");
    }
    rows.grow(count);
    source.readFully(rows.states);
    for (int seed = 0; seed < count; seed++) {
      rows.revisions[seed] = source.readLong();
      rows.epochs[seed] = source.readInt();
      rows.reportedAt[seed] = source.readLong();
      rows.refused[seed] = source.readBoolean();
      rows.measured[seed] = source.readInt();
      for (int mask = rows.measured[seed]; mask != 0; mask &= mask - 1) {
        int column = Integer.numberOfTrailingZeros(mask);
        rows.column(column)[seed] = source.readDouble();
      }
    }
    return rows;
  }
}
