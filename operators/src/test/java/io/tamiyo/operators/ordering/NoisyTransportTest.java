package io.tamiyo.operators.ordering;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.ingest.IngestHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** 10 % duplicates and reordering in a window of 64 change nothing of what comes out. */
class NoisyTransportTest {

  private static final String LAYER = "a";
  private static final int SENT = 2_000;

  @RandomSeeds
  void givesTheOutputOfACleanRun(long seed) throws Exception {
    Random random = new Random(seed);
    List<Integer> clean = new ArrayList<>();
    for (int sequence = 1; sequence <= SENT; sequence++) {
      clean.add(sequence);
    }
    List<Integer> noisy = noisy(random, clean);
    assertThat(noisy).hasSizeGreaterThan(SENT).isNotEqualTo(clean);
    assertThat(outputOf(noisy)).isEqualTo(outputOf(clean)).hasSize(SENT);
  }

  private static List<Integer> noisy(Random random, List<Integer> clean) {
    List<Integer> noisy = new ArrayList<>();
    for (int from = 0; from < clean.size(); from += 64) {
      List<Integer> window =
          new ArrayList<>(clean.subList(from, Math.min(from + 64, clean.size())));
      for (int i = window.size() / 10; i > 0; i--) {
        window.add(window.get(random.nextInt(window.size())));
      }
      Collections.shuffle(window, random);
      noisy.addAll(window);
    }
    return noisy;
  }

  private static List<String> outputOf(List<Integer> sequences) throws Exception {
    List<Delivery> out = new ArrayList<>();
    try (OrderHarness order = OrderHarness.start();
        IngestHarness ingest = IngestHarness.start()) {
      for (int i = 0; i < sequences.size(); i++) {
        int sequence = sequences.get(i);
        Delivery delivery =
            ingest.deliver(
                entry(LAYER)
                    .from("host", 1, sequence)
                    .at(Duration.ofMillis(i))
                    .heartbeat("m" + sequence)
                    .build());
        out.addAll(order.send(delivery));
      }
      assertThat(order.gaps()).isEmpty();
      assertThat(order.stateEntries()).isEqualTo(1);
    }
    assertThat(out).noneMatch(Delivery::late);
    assertThat(out.get(out.size() - 1).terms().passed()).isEqualTo(SENT);
    return Heartbeats.ids(out);
  }
}
