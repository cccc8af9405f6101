package io.tamiyo.operators.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Random interleavings with losses, duplicates, producers that start again with a clock that went
 * anywhere, and restarts of the job: what is new is what {@link ArrivalsModel} has not seen.
 */
class ArrivalsModelTest {

  private static final int HISTORIES = 100;
  private static final int ENTRIES = 300;
  private static final int MAX_PRODUCERS = 3;

  private final Map<String, Long> newest = new HashMap<>();
  private final Map<String, Long> epochs = new HashMap<>();

  @RandomSeeds
  void knowsWhatTheModelKnows(long seed) {
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      newest.clear();
      epochs.clear();
      follow(random);
    }
  }

  private void follow(Random random) {
    ArrivalsModel model = new ArrivalsModel(MAX_PRODUCERS);
    LayerArrivals layer = LayerArrivals.none();
    long time = 0;
    for (int i = 0; i < ENTRIES; i++) {
      time += random.nextInt(20) == 0 ? random.nextInt(700_000) : random.nextInt(5);
      layer = random.nextInt(50) == 0 ? LayerArrivals.of(layer.stored()) : layer;
      String producer = "host-" + Math.min(random.nextInt(20), MAX_PRODUCERS);
      long epoch = epoch(random, producer);
      long sequence = sequence(random, producer + " " + epoch);
      boolean isNew = layer.add(producer, "stream", epoch, sequence, time, MAX_PRODUCERS).isEmpty();
      assertThat(isNew)
          .as("entry %d: %s %d.%d", i, producer, epoch, sequence)
          .isEqualTo(model.isNew(producer, epoch, sequence, time));
    }
  }

  /** A start is numbered by a clock that may be wrong, so a later one can have a smaller number. */
  private long epoch(Random random, String producer) {
    if (random.nextInt(25) == 0) {
      epochs.put(producer, (long) random.nextInt(30));
    }
    return epochs.getOrDefault(producer, 15L);
  }

  private long sequence(Random random, String lane) {
    long at = newest.getOrDefault(lane, 0L);
    long sequence =
        random.nextInt(3) == 0
            ? 1 + random.nextInt((int) at + 1)
            : at + 1 + (random.nextInt(6) == 0 ? random.nextInt(5) : 0);
    newest.merge(lane, sequence, Math::max);
    return sequence;
  }
}
