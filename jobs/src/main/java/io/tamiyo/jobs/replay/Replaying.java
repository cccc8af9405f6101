package io.tamiyo.jobs.replay;

import io.tamiyo.operators.delivery.InboundEntry;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Appends one entry after the other, none before it is due. */
final class Replaying implements Consumer<InboundEntry> {

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
    streams.append(entry);
    entries++;
    progress.at(entry.time(), entries, System.nanoTime());
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
