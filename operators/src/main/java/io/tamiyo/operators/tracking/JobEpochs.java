package io.tamiyo.operators.tracking;

import java.io.IOException;
import java.io.Serializable;

/**
 * Where incarnations of jobs draw their epochs, so that of any two the later has the greater. The
 * lease on it is a courtesy between jobs: safety rests on the markers in the control logs alone.
 */
public interface JobEpochs extends AutoCloseable {

  /** What became of a claim. */
  sealed interface Answer {

    /**
     * It was granted.
     *
     * @param epoch greater than every one before
     */
    record Granted(long epoch) implements Answer {}

    /**
     * Another job holds the lease.
     *
     * @param holder its lineage
     * @param until when its lease ends, server time in milliseconds
     */
    record Refused(String holder, long until) implements Answer {}
  }

  /**
   * A wish for an epoch.
   *
   * @param lineage the job, over all its incarnations
   * @param floor the greatest epoch that the job knows of; the new one is greater
   * @param takeover whether a lease of another job is broken
   * @param graceMs how long a lease of another job must have been over
   */
  record Claim(String lineage, long floor, boolean takeover, long graceMs) {
    public Claim {
      if (lineage.isBlank()) {
        throw new IllegalArgumentException("lineage is blank");
      }
      if (graceMs < 0) {
        throw new IllegalArgumentException("graceMs is negative: " + graceMs);
      }
    }
  }

  /**
   * Asks for an epoch, and the lease with it: granted where no other job holds the lease.
   *
   * @throws IOException when it can't be asked
   */
  Answer acquire(Claim claim) throws IOException;

  /**
   * Prolongs the lease of this job.
   *
   * @param epoch put back where the store has lost everything
   * @return whether the lease is this job's
   * @throws IOException when it can't be asked
   */
  boolean renew(String lineage, long epoch) throws IOException;

  @Override
  void close();

  /** Travels with the operator to where it runs, and connects there. */
  @FunctionalInterface
  interface Factory extends Serializable {

    /** Opens the port of one subtask; it need not be reachable yet. */
    JobEpochs open();
  }
}
