package io.tamiyo.operators.ordering;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.tamiyo.PolicyOptions;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/**
 * Random arrivals with reordering, losses, restarts of hosts and of the job. What must hold is said
 * without a second implementation of the order: every message comes out once, what is not late
 * ascends, nothing waits longer than the timeout, the ledger is true at each delivery, and what was
 * never delivered in order has been reported.
 */
class OrderHistoryTest {

  private static final List<String> LAYERS = List.of("a", "b", "c.d", "e");
  private static final OrderingOptions OPTIONS = new OrderingOptions(20, 60, 300);
  private static final LayerConfig CONFIG =
      new LayerConfig(
          OPTIONS, DetectionOptions.DEFAULTS, PolicyOptions.DEFAULTS, TrackingOptions.DEFAULTS);

  /** What the test knows of one layer. */
  private static final class Known {
    final Set<String> arrived = new HashSet<>();
    final Map<String, Long> lastInOrder = new HashMap<>();
    final Set<String> out = new HashSet<>();
    LedgerTerms terms = LedgerTerms.NONE;
    long passed;
    long previousClock;
  }

  private final Map<String, Known> layers = new HashMap<>();
  private final List<GapEvent> gaps = new ArrayList<>();
  private final Set<String> inOrder = new HashSet<>();
  private final Map<String, Long> highest = new HashMap<>();
  private long clock;

  @RandomSeeds
  void keepsItsPromisesWhateverArrives(long seed) throws Exception {
    Random random = new Random(seed);
    OperatorSubtaskState snapshot = null;
    for (int life = 0; life < 6; life++) {
      int parallelism = life == 5 ? 2 : 1;
      List<OrderHarness> subtasks = new ArrayList<>();
      for (int index = 0; index < parallelism; index++) {
        subtasks.add(OrderHarness.start(parallelism, index, snapshot));
      }
      for (int i = 0; i < 300; i++) {
        arrive(random, subtasks);
      }
      if (life == 5) {
        settle(subtasks);
      }
      for (OrderHarness subtask : subtasks) {
        snapshot = subtask.snapshot();
        gaps.addAll(subtask.gaps());
        assertThat(subtask.timers()).isZero();
        subtask.close();
      }
    }
    everyMessageCameOutOnce();
    whatIsMissingWasReported();
  }

  private void arrive(Random random, List<OrderHarness> subtasks) throws Exception {
    clock += random.nextInt(10);
    String layer = LAYERS.get(random.nextInt(LAYERS.size()));
    Known known = layers.computeIfAbsent(layer, unused -> new Known());
    EntryBuilder entry = entry(layer).at(Duration.ofMillis(clock));
    if (random.nextInt(8) == 0) {
      send(subtasks, known, entry, List.of());
      return;
    }
    String producer = "host-" + random.nextInt(2);
    long epoch = 1 + clock / 4_000;
    String lane = layer + "/" + producer + "/" + epoch;
    long sequence = freshSequence(random, lane, known);
    entry.from(producer, epoch, sequence);
    List<Message> messages = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      messages.add(Heartbeats.of(layer, lane + "/" + sequence + "/" + i));
    }
    known.arrived.add(lane + "/" + sequence);
    highest.merge(lane, sequence, Math::max);
    send(subtasks, known, entry, messages);
  }

  /** A sequence that has not arrived: the next one, one a little ahead, or one left out before. */
  private long freshSequence(Random random, String lane, Known known) {
    long sequence = 1;
    int leftOut = random.nextInt(40) == 0 ? 50 : random.nextInt(5);
    while (known.arrived.contains(lane + "/" + sequence) || leftOut-- > 0) {
      sequence++;
    }
    return sequence;
  }

  private void send(
      List<OrderHarness> subtasks, Known known, EntryBuilder entry, List<Message> messages)
      throws Exception {
    known.terms = known.terms.plus(new LedgerTerms(messages.size(), 0, 0, 0, 0));
    Delivery delivery =
        new Delivery(
            entry.holding(messages.toArray(Message[]::new)).build(),
            entry.header(),
            messages,
            CONFIG,
            true,
            false,
            known.terms);
    OrderHarness subtask = subtasks.get(OrderHarness.indexOf(delivery.layer(), subtasks.size()));
    for (Delivery out : subtask.send(delivery)) {
      check(known, out);
    }
    known.previousClock = clock;
    assertThat(known.terms.in() - known.passed).isLessThanOrEqualTo(OPTIONS.maxPending());
  }

  private void check(Known known, Delivery out) {
    known.passed += out.messages().size();
    assertThat(out.terms().passed()).isEqualTo(known.passed);
    for (String id : Heartbeats.ids(List.of(out))) {
      assertThat(known.out.add(id)).as(id).isTrue();
    }
    if (!out.header().isSequenced()) {
      return;
    }
    assertThat(known.previousClock - out.time())
        .as("it would have been released before")
        .isLessThan(OPTIONS.timeoutMs());
    if (!out.late()) {
      String lane =
          out.layer() + "/" + out.header().producer() + "/" + out.header().producerEpoch();
      Long before = known.lastInOrder.put(lane, out.header().sequence());
      assertThat(out.header().sequence()).isGreaterThan(before == null ? 0 : before);
      inOrder.add(lane + "/" + out.header().sequence());
    }
  }

  private void settle(List<OrderHarness> subtasks) throws Exception {
    clock += OPTIONS.timeoutMs();
    for (String layer : LAYERS) {
      Known known = layers.computeIfAbsent(layer, unused -> new Known());
      send(subtasks, known, entry(layer).at(Duration.ofMillis(clock)), List.of());
      assertThat(known.passed).isEqualTo(known.terms.in());
    }
    int stored = 0;
    for (OrderHarness subtask : subtasks) {
      stored += subtask.stateEntries();
    }
    assertThat(stored).as("one value a layer, nothing held").isEqualTo(LAYERS.size());
  }

  private void everyMessageCameOutOnce() {
    layers.values().forEach(known -> assertThat((long) known.out.size()).isEqualTo(known.passed));
  }

  /**
   * Of each lane, every sequence up to the highest was delivered in order or reported, not both.
   */
  private void whatIsMissingWasReported() {
    Set<String> reported = new HashSet<>();
    for (GapEvent gap : gaps) {
      String lane =
          gap.layerId()
              + "/"
              + gap.producer()
              + "/"
              + gap.header().metadata().get("producer_epoch");
      long from = Objects.requireNonNull(gap.fromSequence());
      long to = Objects.requireNonNull(gap.toSequence());
      for (long sequence = from; sequence <= to; sequence++) {
        assertThat(reported.add(lane + "/" + sequence)).isTrue();
      }
      assertThat(gap.lost()).isEqualTo(to - from + 1);
    }
    assertThat(reported).doesNotContainAnyElementsOf(inOrder);
    long places =
        highest.entrySet().stream()
            .mapToLong(
                lane ->
                    IntStream.rangeClosed(1, lane.getValue().intValue())
                        .filter(i -> covered(reported, lane.getKey() + "/" + i))
                        .count())
            .sum();
    assertThat(places).isEqualTo(highest.values().stream().mapToLong(Long::longValue).sum());
  }

  private boolean covered(Set<String> reported, String place) {
    return reported.contains(place) || inOrder.contains(place);
  }
}
