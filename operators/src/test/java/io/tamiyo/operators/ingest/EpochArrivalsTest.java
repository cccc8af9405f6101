package io.tamiyo.operators.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpochArrivalsTest {

  @Test
  void needsNoMemoryOfWhatArrivesInOrder() {
    EpochArrivals arrivals = EpochArrivals.none(1);
    for (long sequence = 1; sequence <= 1_000; sequence++) {
      assertThat(arrivals.contains(sequence)).isFalse();
      arrivals = arrivals.with(sequence, 5);
    }
    assertThat(arrivals).isEqualTo(new EpochArrivals(1, 1_000, new long[0], 5));
    assertThat(arrivals.contains(1_000)).isTrue();
  }

  @Test
  void remembersALossHoweverFarBehindItIs() {
    EpochArrivals arrivals = EpochArrivals.none(1).with(1, 0).with(3, 0).with(1_000_000_000, 0);
    assertThat(arrivals.contains(2)).isFalse();
    assertThat(arrivals.with(2, 0).contains(2)).isTrue();
    assertThat(arrivals.contains(999_999_999)).isFalse();
    assertThat(arrivals.missing()).containsExactly(2, 2, 4, 999_999_999);
  }

  @Test
  void splitsARangeWhereOneOfItArrives() {
    EpochArrivals arrivals = EpochArrivals.none(1).with(10, 0).with(5, 0).with(1, 0).with(9, 0);
    assertThat(arrivals.missing()).containsExactly(2, 4, 6, 8);
  }

  @Test
  void forgetsTheOldestRangeBeyondItsBound() {
    EpochArrivals arrivals = EpochArrivals.none(1);
    for (long sequence = 2; sequence <= 2L * (EpochArrivals.MAX_RANGES + 1); sequence += 2) {
      arrivals = arrivals.with(sequence, 0);
    }
    assertThat(arrivals.missing()).hasSize(2 * EpochArrivals.MAX_RANGES);
    assertThat(arrivals.contains(1)).isTrue();
    assertThat(arrivals.contains(3)).isFalse();
  }

  @Test
  void forgetsTheOldestRangeWhenASplitExceedsTheBound() {
    EpochArrivals arrivals = EpochArrivals.none(1);
    for (long sequence = 4; sequence <= 4L * EpochArrivals.MAX_RANGES; sequence += 4) {
      arrivals = arrivals.with(sequence, 0);
    }
    arrivals = arrivals.with(6, 0);
    assertThat(arrivals.missing()).hasSize(2 * EpochArrivals.MAX_RANGES);
    assertThat(arrivals.contains(2)).isTrue();
    assertThat(arrivals.contains(5)).isFalse();
    assertThat(arrivals.contains(7)).isFalse();
  }

  @Test
  void isEqualByContent() {
    EpochArrivals arrivals = EpochArrivals.none(1).with(3, 7);
    assertThat(arrivals).isEqualTo(new EpochArrivals(1, 3, new long[] {1, 2}, 7));
    assertThat(arrivals).hasSameHashCodeAs(new EpochArrivals(1, 3, new long[] {1, 2}, 7));
    assertThat(arrivals).isNotEqualTo(new EpochArrivals(1, 3, new long[] {1, 1}, 7));
    assertThat(arrivals).isNotEqualTo(new EpochArrivals(2, 3, new long[] {1, 2}, 7));
    assertThat(arrivals).isNotEqualTo(new EpochArrivals(1, 4, new long[] {1, 2}, 7));
    assertThat(arrivals).isNotEqualTo(new EpochArrivals(1, 3, new long[] {1, 2}, 8));
    assertThat(arrivals.equals((Object) "arrivals")).isFalse();
    assertThat(arrivals)
        .hasToString("EpochArrivals[epoch=1, highest=3, missing=[1, 2], lastTime=7]");
  }

  @RandomSeeds
  void agreesWithASetOfEverythingThatArrived(long seed) {
    Random random = new Random(seed);
    Set<Long> model = new HashSet<>();
    EpochArrivals arrivals = EpochArrivals.none(1);
    for (int step = 0; step < 5_000; step++) {
      long sequence = Math.max(1, step / 2 + random.nextInt(129) - 64);
      assertThat(arrivals.contains(sequence))
          .as("step %d, sequence %d", step, sequence)
          .isEqualTo(model.contains(sequence));
      if (model.add(sequence)) {
        arrivals = arrivals.with(sequence, step);
      }
    }
  }
}
