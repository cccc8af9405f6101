package io.tamiyo.host.measurement;

/**
 * Holds what is spent on held-out evaluations to a share of the time of the training beside them.
 *
 * <p>Every nanosecond of training earns {@code share} nanoseconds of evaluation. What is not spent
 * is saved up for {@value #SAVING_SECONDS} seconds of training, or for as long as a round of
 * evaluations takes, so that a quiet hour does not pay for a slow minute. A round may run when what
 * it is expected to cost, by the last evaluation, has been earned. One that cost more is paid off
 * before the next; so at any time
 *
 * <pre>spent ≤ share · (time of training) + (the dearest round so far)</pre>
 *
 * where the second term is the first round, whose cost nobody knows, or a round that took longer
 * than its predecessor. Costs two readings of the clock an evaluation, which its caller takes.
 * Belongs to the training thread.
 */
public final class EvaluationBudget {

  static final int SAVING_SECONDS = 10;

  private static final double NANOS_PER_SECOND = 1e9;

  private final double share;
  private final long begun;
  private long now;
  private double earned;
  private double expected;
  private long spent;

  /**
   * @param share of training time, above 0
   * @param nanoTime the clock at the beginning of the training
   */
  public EvaluationBudget(double share, long nanoTime) {
    if (!(share > 0) || Double.isInfinite(share)) {
      throw new IllegalArgumentException("the share of evaluations is %s".formatted(share));
    }
    this.share = share;
    begun = nanoTime;
    now = nanoTime;
  }

  /**
   * Whether a round of evaluations may run now.
   *
   * @param evaluations of the round
   * @param nanoTime the clock, which goes on
   */
  public boolean allows(int evaluations, long nanoTime) {
    double round = evaluations * expected;
    earn(nanoTime, round);
    return earned >= round;
  }

  /** An evaluation has run, from one reading of the clock to another. */
  public void spend(long from, long to) {
    earn(from, 0);
    long cost = to - from;
    now = to;
    earned -= cost;
    expected = cost;
    spent += cost;
  }

  private void earn(long nanoTime, double round) {
    double most = Math.max(round, share * SAVING_SECONDS * NANOS_PER_SECOND);
    double more = earned + share * Math.max(0, nanoTime - now);
    earned = Math.max(earned, Math.min(most, more));
    now = nanoTime;
  }

  /**
   * evaluation_share: time spent on evaluations by time of training since the beginning; no unit. 0
   * before any training.
   */
  public double measuredShare() {
    long training = now - begun - spent;
    return training <= 0 ? 0 : spent / (double) training;
  }
}
