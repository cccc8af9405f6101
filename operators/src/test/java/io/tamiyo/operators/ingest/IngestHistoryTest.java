package io.tamiyo.operators.ingest;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.LedgerTerms;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/** Random arrivals with duplicates, losses, poison and restarts, against sets of what arrived. */
class IngestHistoryTest {

  private static final List<String> LAYERS = List.of("a", "b.c", "d", "e-1");

  private final Map<String, LedgerTerms> terms = new HashMap<>();
  private final Set<String> arrived = new HashSet<>();
  private final Map<String, Long> newest = new HashMap<>();
  private int steps;

  @RandomSeeds
  void deliversEachMessageOnceAndCountsEveryArrival(long seed) throws Exception {
    Random random = new Random(seed);
    IngestHarness ingest = IngestHarness.start();
    for (int restart = 0; restart < 8; restart++) {
      for (int i = 0; i < 250; i++) {
        step(random, List.of(ingest));
      }
      OperatorSubtaskState snapshot = ingest.snapshot();
      ingest.close();
      ingest = IngestHarness.restore(snapshot);
    }
    OperatorSubtaskState snapshot = ingest.snapshot();
    ingest.close();
    try (IngestHarness first = secondLife(snapshot, 0);
        IngestHarness second = secondLife(snapshot, 1)) {
      for (int i = 0; i < 250; i++) {
        step(random, List.of(first, second));
      }
    }
  }

  private static IngestHarness secondLife(OperatorSubtaskState snapshot, int index)
      throws Exception {
    return IngestHarness.start(IngestOptions.DEFAULTS, LayerConfig.DEFAULTS, 2, index, snapshot);
  }

  private void step(Random random, List<IngestHarness> subtasks) throws Exception {
    steps++;
    String layer = LAYERS.get(random.nextInt(LAYERS.size()));
    EntryBuilder entry = entry(layer).at(Duration.ofMillis(steps));
    boolean numbered = random.nextInt(4) > 0;
    String identity = numbered ? place(random, layer, entry) : name(random, layer);
    int count = 1;
    boolean poison = numbered && random.nextInt(20) == 0;
    if (poison) {
      count = 1 + random.nextInt(5);
      entry.poison(count);
    } else {
      entry.heartbeat(identity);
    }
    boolean isNew = arrived.add(identity);
    LedgerTerms added =
        new LedgerTerms(count, isNew && poison ? count : 0, isNew ? 0 : count, 0, 0);
    LedgerTerms expected = terms.merge(layer, added, LedgerTerms::plus);

    Delivery delivery =
        subtasks.get(IngestHarness.indexOf(layer, subtasks.size())).deliver(entry.build());
    assertThat(Heartbeats.ids(List.of(delivery)))
        .as("step %d", steps)
        .isEqualTo(isNew && !poison ? List.of(identity) : List.of());
    assertThat(delivery.terms()).isEqualTo(expected);
    assertThat(delivery.header().isSequenced()).isEqualTo(numbered && isNew);
  }

  /** A place near the newest of a random producer: new, skipping some, or one of before. */
  private String place(Random random, String layer, EntryBuilder entry) {
    String producer = "host-" + random.nextInt(2);
    long epoch = 1L + steps / 800 - (steps > 800 && random.nextInt(10) == 0 ? 1 : 0);
    String key = layer + " " + producer + " " + epoch;
    long at = newest.getOrDefault(key, 0L);
    long sequence = Math.max(1, at + 1 + random.nextInt(3) - (random.nextInt(3) == 0 ? 8 : 0));
    newest.merge(key, sequence, Math::max);
    entry.from(producer, epoch, sequence);
    return key + " " + sequence;
  }

  private String name(Random random, String layer) {
    return layer + " message " + random.nextInt(200);
  }
}
