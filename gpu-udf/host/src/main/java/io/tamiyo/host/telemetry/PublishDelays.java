package io.tamiyo.host.telemetry;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * How long messages wait from the moment they are given to a publisher until Redis has them; those
 * that went over the disk are not among them. Any thread may call; nothing waits.
 */
public final class PublishDelays {

  /**
   * What was counted so far.
   *
   * @param bounds upper bounds of the buckets in seconds, ascending, the last infinite
   * @param counts by bucket, of those that are in it and in none below
   * @param sumSeconds of all
   */
  public record Counts(List<Double> bounds, List<Long> counts, double sumSeconds) {

    public Counts {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }
  }

  private static final List<Double> BOUNDS =
      List.of(
          0.001,
          0.0025,
          0.005,
          0.01,
          0.025,
          0.05,
          0.1,
          0.25,
          0.5,
          1.0,
          2.5,
          5.0,
          10.0,
          60.0,
          Double.POSITIVE_INFINITY);
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanoTime;
  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.size());
  private final DoubleAdder sumSeconds = new DoubleAdder();

  /**
   * Nothing was given yet.
   *
   * @param nanoTime a monotone clock
   */
  PublishDelays(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Messages are given.
   *
   * @param confirmed is to be run when Redis has them
   * @return what is to be run instead
   */
  Runnable given(int messages, Runnable confirmed) {
    long start = nanoTime.getAsLong();
    return () -> {
      count(messages, (nanoTime.getAsLong() - start) / NANOS_PER_SECOND);
      confirmed.run();
    };
  }

  private void count(int messages, double seconds) {
    int bucket = 0;
    while (seconds > BOUNDS.get(bucket)) {
      bucket++;
    }
    counts.addAndGet(bucket, messages);
    sumSeconds.add(messages * seconds);
  }

  /** What was counted so far. */
  public Counts counts() {
    List<Long> now = IntStream.range(0, BOUNDS.size()).mapToObj(counts::get).toList();
    return new Counts(BOUNDS, now, sumSeconds.sum());
  }
}
