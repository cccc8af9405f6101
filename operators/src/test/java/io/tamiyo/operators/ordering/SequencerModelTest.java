package io.tamiyo.operators.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random interleavings with losses, duplicates, producer restarts, strategies that change and
 * restarts of the job: every step is the one that {@link OrderModel} takes.
 */
class SequencerModelTest {

  private static final int HISTORIES = 100;
  private static final int ENTRIES = 300;
  private static final int MAX_LANES = 4;

  private final Map<String, Long> newest = new HashMap<>();
  private final Map<String, Long> epochs = new HashMap<>();

  @RandomSeeds
  void doesWhatTheModelDoes(long seed) {
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      newest.clear();
      epochs.clear();
      follow(random);
    }
  }

  private void follow(Random random) {
    OrderModel model = new OrderModel(MAX_LANES);
    LayerOrder order = LayerOrder.none();
    OrderingOptions options = options(random);
    long now = random.nextInt(1_000);
    for (int i = 0; i < ENTRIES; i++) {
      now += random.nextInt(12) == 0 ? random.nextInt(200) : random.nextInt(4);
      options = random.nextInt(80) == 0 ? options(random) : options;
      order = random.nextInt(50) == 0 ? LayerOrder.of(order.stored()) : order;
      Sequencer sequencer = new Sequencer(order, options, now, MAX_LANES);
      List<String> expected;
      if (random.nextInt(8) == 0) {
        sequencer.arrive();
        expected = model.arrive(options, now, null, 0, 0, 0);
      } else {
        String producer = "host-" + random.nextInt(5);
        String stream = "stream-" + random.nextInt(20) / 19;
        String name = producer + " " + stream;
        long epoch = epoch(random, name);
        long sequence = sequence(random, name + " " + epoch);
        int messages = random.nextInt(4);
        sequencer.arrive(producer, stream, epoch, sequence, messages);
        expected = model.arrive(options, now, name, epoch, sequence, messages);
      }
      sequencer.expire();
      assertThat(told(sequencer.steps())).as("entry %d", i).isEqualTo(expected);
      assertThat(order.terms().held()).isEqualTo(model.held());
      assertThat(order.held()).isEqualTo(model.held());
    }
  }

  private static OrderingOptions options(Random random) {
    OrderingStrategy strategy =
        random.nextInt(4) == 0 ? OrderingStrategy.NONE : OrderingStrategy.PARTITION;
    int window = 1 + random.nextInt(12);
    return new OrderingOptions(
        strategy, window, window + random.nextInt(12), 50 + random.nextInt(100));
  }

  /** Mostly that of the last start, at times a new one, or one of before. */
  private long epoch(Random random, String name) {
    long epoch = epochs.getOrDefault(name, 10L);
    int chance = random.nextInt(60);
    if (chance == 0) {
      epoch += 1 + random.nextInt(3);
      epochs.put(name, epoch);
    }
    return chance == 1 ? epoch - 1 : epoch;
  }

  /** The next, some ahead, one far ahead, or one of before. */
  private long sequence(Random random, String lane) {
    long at = newest.getOrDefault(lane, 0L);
    int chance = random.nextInt(40);
    long ahead = chance == 0 ? 30 : chance < 12 ? 1 + random.nextInt(4) : 1;
    long sequence = chance > 30 ? Math.max(1, at - random.nextInt(6)) : at + ahead;
    newest.merge(lane, sequence, Math::max);
    return sequence;
  }

  private static List<String> told(List<OrderStep> steps) {
    List<String> told = new ArrayList<>();
    for (OrderStep step : steps) {
      if (step instanceof OrderStep.Pass pass) {
        told.add(pass.late() ? "late" : "pass");
      } else if (step instanceof OrderStep.Hold hold) {
        told.add("hold " + place(hold.place()));
      } else if (step instanceof OrderStep.Drop drop) {
        told.add("drop " + drop.messages());
      } else if (step instanceof OrderStep.Release release) {
        told.add("release " + place(release.place()) + " " + release.messages());
      } else if (step instanceof OrderStep.GiveUp gap) {
        told.add("give up " + gap.lane().id() + "/" + gap.lane().next() + "-" + gap.to());
      }
    }
    return told;
  }

  private static String place(HeldPlace place) {
    return place.lane() + "/" + place.sequence();
  }
}
