package io.tamiyo.jobs.replay;

import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.operators.delivery.InboundEntry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Appends one entry after the other, none before it is due, and none while Redis is too full: the
 * installation that is replayed needs its room.
 */
final class Replaying implements Consumer<InboundEntry> {

  /** Share of its bound up to which Redis is filled. */
  static final double MOST_FULL = 0.7;

  private static final int PERCENT = 100;
  private static final int LOOK_EVERY = 5_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final SideStreams streams;
  private final Pace pace;
  private final ReplayProgress progress;
  private final long start = System.nanoTime();
  private long first = -1;
  private long entries;

  Replaying(SideStreams streams, Pace pace, ReplayProgress progress) {
    this.streams = streams;
    this.pace = pace;
    this.progress = progress;
  }

  @Override
  public void accept(InboundEntry entry) {
    first = first < 0 ? entry.time() : first;
    awaitDue(entry.time() - first);
    if (entries % LOOK_EVERY == 0) {
      awaitRoom();
    }
    streams.append(entry);
    entries++;
    progress.at(entry.time(), entries, System.nanoTime());
  }

  /** A job that reads what was replayed has it trimmed. */
  private void awaitRoom() {
    long start = System.nanoTime();
    while (streams.fullness() > MOST_FULL) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new CommandFailure(
            ("Redis is more than %.0f %% full since 60 s, after %,d entries; submit the job that"
                    + " reads the replay first, replay less at a time, or raise maxmemory")
                .formatted(MOST_FULL * PERCENT, entries));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** What was appended before is there while it waits. */
  private void awaitDue(long past) {
    long wait = pace.nanosUntilDue(past, System.nanoTime() - start);
    if (wait > 0) {
      streams.flush();
    }
    for (; wait > 0; wait = pace.nanosUntilDue(past, System.nanoTime() - start)) {
      LockSupport.parkNanos(wait);
    }
  }
}
