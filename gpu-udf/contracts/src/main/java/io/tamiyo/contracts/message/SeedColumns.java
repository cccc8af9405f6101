package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The seeds of a layer as columns of one length, one row a seed.
 *
 * @param hostEpoch the store that counts the revisions, −1 on a wire without revisions
 * @param seedIds ascending
 * @param states codes of {@link SeedState}
 * @param revisions −1 on a wire without revisions
 * @param epochsInState training epochs since the seed entered its state, −1 when unknown
 * @param metrics the measured metrics, in a fixed order of the sender's
 */
public record SeedColumns(
    long hostEpoch,
    int[] seedIds,
    byte[] states,
    long[] revisions,
    int[] epochsInState,
    List<MetricColumn> metrics) {

  /**
   * A column of this name holds what a python-1.0 layer sent as its seeds' states, and is there
   * only when that was a mean over time instead of a state.
   */
  public static final String LIFECYCLE_STATE = "lifecycle_state";

  /** No seeds. */
  public static final SeedColumns EMPTY =
      new SeedColumns(-1, new int[0], new byte[0], new long[0], new int[0], List.of());

  public SeedColumns {
    metrics = List.copyOf(metrics);
    requireLength("states", states.length, seedIds.length);
    requireLength("revisions", revisions.length, seedIds.length);
    requireLength("epochs_in_state", epochsInState.length, seedIds.length);
    for (MetricColumn column : metrics) {
      requireLength(column.name(), column.values().length, seedIds.length);
    }
    for (int row = 0; row < seedIds.length; row++) {
      if (seedIds[row] < 0 || (row > 0 && seedIds[row] <= seedIds[row - 1])) {
        throw new IllegalArgumentException("seed_ids do not ascend from 0 at row " + row);
      }
      if (SeedState.ofCode(states[row]).isEmpty()) {
        throw new IllegalArgumentException("state of seed " + seedIds[row] + " is " + states[row]);
      }
    }
  }

  /** The number of rows. */
  public int rows() {
    return seedIds.length;
  }

  /** The state of a row. */
  public SeedState state(int row) {
    return SeedState.ofCode(states[row]).orElseThrow();
  }

  /** Whether {@link #state} is what the seed was in, and not the nearest to a mean over time. */
  public boolean isStateKnown(int row) {
    for (MetricColumn column : metrics) {
      if (column.name().equals(LIFECYCLE_STATE)) {
        return column.measured()[row] && column.values()[row] == states[row];
      }
    }
    return true;
  }

  /** The revision of a row. */
  public Revision revision(int row) {
    return new Revision(hostEpoch, revisions[row]);
  }

  /** What was measured of a row. */
  public Metrics metricsOf(int row) {
    return name -> {
      for (MetricColumn column : metrics) {
        if (column.name().equals(name)) {
          return column.at(row);
        }
      }
      return OptionalDouble.empty();
    };
  }

  private static void requireLength(String name, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(name + " has " + actual + " rows; expected " + expected);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeedColumns that
        && hostEpoch == that.hostEpoch
        && Arrays.equals(seedIds, that.seedIds)
        && Arrays.equals(states, that.states)
        && Arrays.equals(revisions, that.revisions)
        && Arrays.equals(epochsInState, that.epochsInState)
        && metrics.equals(that.metrics);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(seedIds) + Arrays.hashCode(states);
  }

  @Override
  public String toString() {
    return "SeedColumns[hostEpoch=" + hostEpoch + ", rows=" + rows() + ", metrics=" + metrics + "]";
  }
}
