package io.tamiyo.host.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Where the training thread and the others meet: changes go one way, readings the other. A reading
 * that was taken before a change is never shown after it, so that nobody judges a seed by what it
 * measured in another state. Any thread may call.
 */
final class SeedBoard {

  private final Queue<SeedAssignment> requests = new ArrayDeque<>();
  private final List<SeedReading> readings = new ArrayList<>();
  private final int[] outstanding;

  SeedBoard(List<SeedAssignment> initial) {
    outstanding = new int[initial.size()];
    initial.forEach(change -> readings.add(unmeasured(change)));
  }

  synchronized void request(SeedAssignment change) {
    requests.add(change);
    outstanding[change.seed()]++;
    readings.set(change.seed(), unmeasured(change));
  }

  /** Hands over what was requested, in its order. */
  synchronized List<SeedAssignment> take() {
    if (requests.isEmpty()) {
      return List.of();
    }
    List<SeedAssignment> taken = List.copyOf(requests);
    requests.clear();
    taken.forEach(change -> outstanding[change.seed()]--);
    return taken;
  }

  /**
   * Shows new readings, except of seeds for which a change has come in since.
   *
   * @return what is shown now, of all seeds
   */
  synchronized List<SeedReading> publish(List<SeedReading> latest) {
    for (SeedReading reading : latest) {
      if (outstanding[reading.seed()] == 0) {
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
