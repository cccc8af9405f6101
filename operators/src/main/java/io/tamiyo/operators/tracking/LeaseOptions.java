package io.tamiyo.operators.tracking;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a job comes to send commands beside other jobs on the same Redis.
 *
 * @param lineage by which the incarnations of one job know each other; empty for Flink's job id,
 *     which a restart keeps and a new submission, from a savepoint too, does not. Submissions that
 *     follow one another share a name, so that the next need not wait for the lease of the last
 * @param takeover whether a lease that another job holds is broken at the start
 * @param lease how long a job that no longer renews its lease is waited for; a shadow waits as long
 *     again, so that a job that is restarting comes first
 * @param renewal how often it is renewed, and how often a shadow tries again
 */
public record LeaseOptions(String lineage, boolean takeover, Duration lease, Duration renewal)
    implements Serializable {

  /** A lease of 10 s, renewed each second. */
  public static final LeaseOptions DEFAULTS =
      new LeaseOptions("", false, Duration.ofSeconds(10), Duration.ofSeconds(1));

  public LeaseOptions {
    if (renewal.isZero() || renewal.isNegative()) {
      throw new IllegalArgumentException("renewal is not positive: " + renewal);
    }
    if (lease.compareTo(renewal.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "lease is shorter than two renewals: " + lease + " < 2 × " + renewal);
    }
  }

  /**
   * How markers name the job that Flink knows by this id. Two jobs of one lineage have two names: a
   * restart of one follows itself, while of two that live at once the earlier falls silent. If they
   * took each other for restarts, both would restart for ever, and neither would lead.
   */
  public String holder(String jobId) {
    return lineage.isEmpty() ? jobId : lineage + "/" + jobId;
  }

  /** The same options for a job that Flink knows by this id, with a lineage at any rate. */
  public LeaseOptions of(String jobId) {
    return lineage.isEmpty() ? new LeaseOptions(jobId, takeover, lease, renewal) : this;
  }
}
