package io.tamiyo.host.ring;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Things that were asked for, in their order, from any threads to one that looks by itself. Asking
 * never waits, allocates or wakes anybody; the caller sees to it that each thing waits once at
 * most.
 *
 * @param <T> of which there are {@value #MOST} at most
 */
public final class AskedOnce<T> {

  /** So many different things can wait. */
  public static final int MOST = 64;

  private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>(MOST);
  private final AtomicLong asked = new AtomicLong();
  private long taken;

  /** Lets a thing wait. */
  public void add(T thing) {
    places.setRelease(place(asked.getAndIncrement()), thing);
  }

  /** What has waited longest, or null; for the one thread that looks. */
  public @Nullable T poll() {
    int place = place(taken);
    T next = places.getAcquire(place);
    if (next != null) {
      places.setRelease(place, null);
      taken++;
    }
    return next;
  }

  private static int place(long number) {
    return (int) (number % MOST);
  }
}
