package io.tamiyo.host;

import io.tamiyo.host.ring.AskedOnce;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the training thread shall not wait for, such as writing to disk, on a thread of its
 * own. Work is a fixed set of {@link Job}s; one that is asked for again while it waits is done
 * once, so that nothing piles up behind a slow disk. The thread looks by itself for what it was
 * asked: to wake it would be a system call of the one who asks. A job that fails is counted, and
 * the next one is done. Of an {@link Error} a guard hears too: its job may have left anything
 * behind.
 */
final class HostWork {

  private static final Logger LOG = LoggerFactory.getLogger(HostWork.class);

  /** How long the thread sleeps before it looks what it was asked for: asking wakes nobody. */
  private static final long LOOK_MILLIS = 5;

  private final AskedOnce<Job> asked = new AskedOnce<>();
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final AtomicInteger jobs = new AtomicInteger();
  private final Duration farewell;
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread = new Thread(this::run, "host work");
  private volatile Thread.UncaughtExceptionHandler guard = (thread, error) -> {};
  private volatile boolean started;
  private volatile boolean ending;

  /**
   * @param farewell how long the jobs that wait may take at the end
   */
  HostWork(Duration farewell) {
    this.farewell = farewell;
    thread.setDaemon(true);
  }

  /**
   * A job that can be asked for again and again.
   *
   * @param what it is, for people
   */
  Job job(String what, Runnable work) {
    if (jobs.incrementAndGet() > AskedOnce.MOST) {
      throw new IllegalStateException("the host has more jobs than can wait: " + what);
    }
    return new Job(what, work);
  }

  /**
   * @param guard hears of errors, on the thread of the work, which goes on
   */
  void start(Thread.UncaughtExceptionHandler guard) {
    this.guard = guard;
    started = true;
    thread.start();
  }

  private void run() {
    try {
      while (!ending) {
        Runnable task = tasks.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        performAsked();
        if (task != null) {
          task.run();
        }
      }
    } catch (InterruptedException endNow) {
      Thread.currentThread().interrupt();
    }
  }

  private void performAsked() {
    for (Job job = asked.poll(); job != null; job = asked.poll()) {
      job.perform();
    }
  }

  /** How often a job failed. */
  long failures() {
    return failures.get();
  }

  /** Counts a failure; the log names the 1st, 2nd, 4th, 8th … */
  void failed(String what, Throwable failure) {
    long count = failures.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      LOG.error("the host failed for the {}. time, at {}", count, what, failure);
    }
  }

  /**
   * Does something between two jobs, after those that were asked for, and waits for it. Before the
   * start and after the end it is done at once.
   *
   * @throws RuntimeException that the work throws
   */
  void await(Runnable work) {
    if (!thread.isAlive()) {
      work.run();
      return;
    }
    FutureTask<?> task = new FutureTask<>(work, null);
    tasks.add(task);
    try {
      task.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the host was at work", interrupted);
    }
  }

  /**
   * Does what waits, and ends.
   *
   * @return whether all is done
   */
  boolean finish() {
    if (!started) {
      return true;
    }
    tasks.add(() -> ending = true);
    try {
      thread.join(farewell.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    boolean done = !thread.isAlive();
    thread.interrupt();
    return done;
  }

  /** Work of one kind. */
  final class Job {

    private final String what;
    private final Runnable work;
    private final AtomicBoolean isWaiting = new AtomicBoolean();

    private Job(String what, Runnable work) {
      this.what = what;
      this.work = work;
    }

    /** Has it done soon; neither waits, allocates nor calls the system. */
    void ask() {
      if (isWaiting.compareAndSet(false, true)) {
        asked.add(this);
      }
    }

    private void perform() {
      isWaiting.set(false);
      try {
        work.run();
      } catch (RuntimeException | LinkageError failure) {
        failed(what, failure);
      } catch (Error error) {
        failed(what, error);
        guard.uncaughtException(thread, error);
      }
    }
  }
}
