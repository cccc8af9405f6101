package io.tamiyo.operators.tracking;

import io.tamiyo.operators.redis.RedisFailure;
import java.io.IOException;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epoch of one subtask: acquired when the operator opens, its lease renewed by a thread of its
 * own. Where the epoch is refused, the subtask is a shadow, and tries again until the lease of the
 * other job has been over for as long as it lasts; the time between lets a job that restarts come
 * back first. A lost lease changes nothing by itself: whoever took it puts its markers, and these
 * end the emission layer by layer.
 */
final class EpochLease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EpochLease.class);

  private final JobEpochs epochs;
  private final LeaseOptions options;
  private final String holder;
  private volatile Emission emission = new Emission.Off("no epoch was acquired yet");
  private final AtomicLong floor;
  private boolean asked;
  private boolean renewed = true;
  private @Nullable Timer renewal;

  /**
   * @param options with a lineage
   * @param holder how markers name the job
   * @param floor the greatest epoch that the job knows of
   */
  EpochLease(JobEpochs epochs, LeaseOptions options, String holder, long floor) {
    this.epochs = epochs;
    this.options = options;
    this.holder = holder;
    this.floor = new AtomicLong(floor);
  }

  /**
   * Acquires and begins to renew. Where the store does not answer, the subtask begins as a shadow.
   *
   * @throws IOException when the store refuses for a reason that does not pass by itself
   */
  void start() throws IOException {
    try {
      acquire();
    } catch (IOException away) {
      if (!RedisFailure.classify(away).retryable()) {
        throw away;
      }
      emission = new Emission.Off(String.valueOf(away.getMessage()));
      LOG.warn("No job epoch yet: {}", away.getMessage());
    }
    Timer timer = new Timer("tamiyo-job-epoch", true);
    long every = options.renewal().toMillis();
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            keepUp();
          }
        },
        every,
        every);
    renewal = timer;
  }

  /** Whether and as whom to send now. */
  Emission emission() {
    return emission;
  }

  /** The greatest epoch that is known of. */
  long floor() {
    return floor.get();
  }

  /** An epoch was seen in a control log; a later one of this job shall be greater. */
  void saw(long epoch) {
    floor.accumulateAndGet(epoch, Math::max);
  }

  /** Renews the lease, or tries again to get one; never throws, since no one would hear. */
  void keepUp() {
    try {
      if (emission instanceof Emission.On own) {
        renew(own);
      } else {
        acquire();
      }
    } catch (IOException | RuntimeException failed) {
      LOG.warn(
          "The lease of job \"{}\" was not renewed: {}", options.lineage(), failed.getMessage());
    }
  }

  private void renew(Emission.On own) throws IOException {
    boolean held = epochs.renew(options.lineage(), own.epoch());
    if (renewed && !held) {
      LOG.warn("Another job has taken the lease of job \"{}\"", holder);
    }
    renewed = held;
  }

  private void acquire() throws IOException {
    long graceMs = asked ? options.lease().toMillis() : 0;
    boolean takeover = options.takeover() && !asked;
    JobEpochs.Answer answer =
        epochs.acquire(new JobEpochs.Claim(options.lineage(), floor.get(), takeover, graceMs));
    asked = true;
    if (answer instanceof JobEpochs.Answer.Granted granted) {
      saw(granted.epoch());
      emission = new Emission.On(granted.epoch(), holder);
      LOG.info("Job \"{}\" sends as epoch {}", holder, granted.epoch());
    }
    if (answer instanceof JobEpochs.Answer.Refused refused) {
      emission =
          new Emission.Off(
              "job \"%s\" holds the epoch until %d ms since 1970"
                  .formatted(refused.holder(), refused.until()));
    }
  }

  /** Ends the renewal. The lease runs out by itself, so that a restart of this job comes first. */
  @Override
  public void close() {
    if (renewal != null) {
      renewal.cancel();
    }
    epochs.close();
  }
}
