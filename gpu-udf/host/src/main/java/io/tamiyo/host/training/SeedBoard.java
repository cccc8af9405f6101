package io.tamiyo.host.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Where the training thread and the others meet: changes go one way, readings the other. A reading
 * that was taken before a change is never shown after it, so that nobody judges a seed by what it
 * measured in another state. Any thread may call.
 */
final class SeedBoard {

  private final Queue<SeedAssignment> requests = new ConcurrentLinkedQueue<>();
  private final List<SeedReading> readings = new ArrayList<>();
  private final long[] requested;

  SeedBoard(List<SeedAssignment> initial) {
    requested = new long[initial.size()];
    initial.forEach(change -> readings.add(unmeasured(change)));
  }

  synchronized void request(SeedAssignment change) {
    requested[change.seed()]++;
    readings.set(change.seed(), unmeasured(change));
    requests.add(change);
  }

  /** Hands over what was requested, in its order; never waits, for one thread. */
  List<SeedAssignment> take() {
    SeedAssignment next = requests.poll();
    if (next == null) {
      return List.of();
    }
    List<SeedAssignment> taken = new ArrayList<>();
    for (; next != null; next = requests.poll()) {
      taken.add(next);
    }
    return taken;
  }

  /**
   * Shows new readings, except of seeds for which a change has come in since.
   *
   * @param changes by seed, how many requests it had taken when it was read
   * @return what is shown now, of all seeds
   */
  synchronized List<SeedReading> publish(List<SeedReading> latest, long... changes) {
    for (SeedReading reading : latest) {
      if (requested[reading.seed()] == changes[reading.seed()]) {
        readings.set(reading.seed(), reading);
      }
    }
    return List.copyOf(readings);
  }

  synchronized SeedReading reading(int seed) {
    return readings.get(seed);
  }

  private static SeedReading unmeasured(SeedAssignment change) {
    return new SeedReading(
        change.seed(), change.state(), change.epochsInState(), 0, change.blueprint(), Map.of());
  }
}
