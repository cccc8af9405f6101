package io.tamiyo.operators.redis.source.reader;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets another thread end the fetcher's waiting, whether it waits for Redis to return or for
 * entries to come. A wish is kept until the fetch that it ends, so that none is lost in between.
 */
final class WakeUp {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wished = lock.newCondition();
  private boolean requested;
  private volatile boolean blocked;

  /**
   * Wishes that the current or the next fetch ends.
   *
   * @return whether the fetcher is blocked in a call to Redis, which only Redis can end
   */
  boolean request() {
    lock.lock();
    try {
      requested = true;
      wished.signalAll();
      return blocked;
    } finally {
      lock.unlock();
    }
  }

  /** Says that a call that blocks follows; false if it should not be made. */
  boolean enterBlockingCall() {
    lock.lock();
    try {
      blocked = !requested;
      return blocked;
    } finally {
      lock.unlock();
    }
  }

  /** Says that the call has returned. */
  void leaveBlockingCall() {
    blocked = false;
  }

  /** Whether the fetcher is in a call that blocks. */
  boolean isBlocked() {
    return blocked;
  }

  /** Waits, unless or until someone wishes the fetch to end. */
  void pause(Duration duration) throws InterruptedException {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (!requested && left > 0) {
        left = wished.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the wish, which the fetch that now ends fulfils. */
  void fulfilled() {
    lock.lock();
    try {
      requested = false;
    } finally {
      lock.unlock();
    }
  }
}
