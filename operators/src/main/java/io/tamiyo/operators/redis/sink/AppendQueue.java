package io.tamiyo.operators.redis.sink;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The entries on their way to Redis: bounded in number and bytes, from the moment they are put
 * until they are acknowledged. One thread puts and waits, another takes and acknowledges.
 */
final class AppendQueue {
  private final SinkOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition acknowledged = lock.newCondition();
  private final Deque<StreamAppend> waiting = new ArrayDeque<>();
  private int unacknowledged;
  private long unacknowledgedBytes;
  private boolean closed;
  private @Nullable Exception failure;

  AppendQueue(SinkOptions options) {
    this.options = options;
  }

  /**
   * Adds an entry, waiting for room.
   *
   * @throws IOException if the writer has failed for good
   */
  void put(StreamAppend append) throws IOException, InterruptedException {
    long bytes = append.bytes();
    lock.lock();
    try {
      while (failure == null && isFullFor(bytes)) {
        acknowledged.await();
      }
      throwFailure();
      waiting.add(append);
      unacknowledged++;
      unacknowledgedBytes += bytes;
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFullFor(long bytes) {
    return unacknowledged >= options.queueEntries()
        || (unacknowledged > 0 && unacknowledgedBytes + bytes > options.queueBytes());
  }

  /** Takes the oldest entries, waiting for the first; empty once the queue is closed. */
  List<StreamAppend> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        notEmpty.await();
      }
      if (closed) {
        return List.of();
      }
      int size = Math.min(waiting.size(), options.batchEntries());
      List<StreamAppend> batch = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        batch.add(waiting.remove());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Says that Redis has these entries. */
  void acknowledge(List<StreamAppend> batch) {
    long bytes = batch.stream().mapToLong(StreamAppend::bytes).sum();
    lock.lock();
    try {
      unacknowledged -= batch.size();
      unacknowledgedBytes -= bytes;
      acknowledged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until Redis has every entry put so far.
   *
   * @throws IOException if the writer has failed for good
   */
  void awaitAcknowledged() throws IOException, InterruptedException {
    lock.lock();
    try {
      while (failure == null && unacknowledged > 0) {
        acknowledged.await();
      }
      throwFailure();
    } finally {
      lock.unlock();
    }
  }

  private void throwFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  /** Ends the waiting of the putting thread with a failure. */
  void fail(Exception cause) {
    lock.lock();
    try {
      failure = cause;
      acknowledged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the taking. */
  void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signal();
      acknowledged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Entries that Redis has not acknowledged. */
  int depth() {
    lock.lock();
    try {
      return unacknowledged;
    } finally {
      lock.unlock();
    }
  }
}
