package io.tamiyo.jobs.protocol;

/** Where the jobs of a history draw their epochs; the lease is broken whenever one asks. */
final class ModelEpochs {

  private long stored;

  /** An epoch that is greater than all before and than {@code floor}. */
  long acquire(long floor) {
    stored = Math.max(stored, floor) + 1;
    return stored;
  }
}
