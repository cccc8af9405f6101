package io.tamiyo.operators.ingest;

import static io.tamiyo.contracts.fixtures.Fixtures.millis;
import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static io.tamiyo.operators.delivery.EntryBuilder.tick;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.limits.Excess;
import io.tamiyo.operators.limits.LimitOptions;
import io.tamiyo.operators.limits.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** More than a layer's limits let pass, at the head of its chain. */
class LimitedTrafficTest {

  private static final String LAYER = "encoder.1";

  /** Ten messages a second of each producer, two at once. */
  private static LayerConfig limited(Excess excess, long maxParked) {
    LayerConfig free = LayerConfig.DEFAULTS;
    return new LayerConfig(
        free.ordering(),
        free.detection(),
        free.policy(),
        free.tracking(),
        new LimitOptions(new RateLimit(10, 2), RateLimit.NONE, excess, maxParked),
        free.aggregation(),
        free.routing(),
        free.flags(),
        free.features());
  }

  private static IngestHarness start(Excess excess, long maxParked) throws Exception {
    return IngestHarness.start(IngestOptions.DEFAULTS, limited(excess, maxParked), 1, 0, null);
  }

  private static InboundEntry sent(String producer, long sequence, long atMs) {
    return numbered(producer, sequence, atMs).heartbeat(producer + sequence).build();
  }

  private static EntryBuilder numbered(String producer, long sequence, long atMs) {
    return entry(LAYER).from(producer, 1, sequence).at(millis(atMs)).ordinal(sequence);
  }

  /** The ids of what is no tick. */
  private static List<String> ids(List<Delivery> deliveries) {
    return Heartbeats.ids(deliveries).stream().filter(id -> !id.startsWith("tick")).toList();
  }

  private static LedgerTerms lastTerms(List<Delivery> deliveries) {
    return deliveries.get(deliveries.size() - 1).terms();
  }

  @Test
  void parksWhatIsTooMuchAndHandsItOnInOrderWhenItMayPass() throws Exception {
    try (IngestHarness ingest = start(Excess.PARK, 100)) {
      assertThat(ids(ingest.send(sent("a", 1, 0)))).containsExactly("a1");
      assertThat(ids(ingest.send(sent("a", 2, 0)))).containsExactly("a2");
      List<Delivery> parked = ingest.send(sent("a", 3, 0));
      assertThat(ids(parked)).isEmpty();
      assertThat(parked.get(0).header().isSequenced()).as("its place is not taken yet").isFalse();
      assertThat(lastTerms(parked)).isEqualTo(new LedgerTerms(3, 0, 0, 0, 1));
      assertThat(ids(ingest.send(sent("a", 4, 10)))).isEmpty();
      assertThat(ids(ingest.send(sent("b", 1, 20)))).as("others").containsExactly("b1");
      assertThat(ids(ingest.send(tick(LAYER, millis(99))))).isEmpty();
      assertThat(ids(ingest.send(tick(LAYER, millis(100))))).containsExactly("a3");
      List<Delivery> last = ingest.send(tick(LAYER, millis(200)));
      assertThat(ids(last)).containsExactly("a4");
      assertThat(last.get(0).header().sequence()).isEqualTo(4);
      assertThat(lastTerms(last)).isEqualTo(new LedgerTerms(5, 0, 0, 0, 0));
      assertThat(ingest.deadLetters()).isEmpty();
    }
  }

  @Test
  void makesDeadLettersOfWhatIsTooMuchWhereThatIsChosen() throws Exception {
    try (IngestHarness ingest = start(Excess.DEAD_LETTER, 100)) {
      ingest.send(sent("a", 1, 0));
      ingest.send(sent("a", 2, 0));
      List<Delivery> refused = ingest.send(sent("a", 3, 0));
      assertThat(ids(refused)).isEmpty();
      assertThat(refused.get(0).header().sequence()).as("nobody waits for it").isEqualTo(3);
      assertThat(lastTerms(refused)).isEqualTo(new LedgerTerms(3, 1, 0, 0, 0));
      DeadLetter letter = ingest.deadLetters().get(0);
      assertThat(letter.reason()).isEqualTo("rate_limited");
      assertThat(letter.detail()).contains("limits.producer", LAYER);
      assertThat(lastTerms(ingest.send(sent("a", 3, 500))))
          .as("a duplicate of it")
          .isEqualTo(new LedgerTerms(4, 1, 1, 0, 0));
    }
  }

  @Test
  void makesDeadLettersOfWhatThereIsNoRoomFor() throws Exception {
    try (IngestHarness ingest = start(Excess.PARK, 1)) {
      for (int sequence = 1; sequence <= 4; sequence++) {
        ingest.send(sent("a", sequence, 0));
      }
      assertThat(ingest.terms(LAYER)).isEqualTo(new LedgerTerms(4, 1, 0, 0, 1));
      assertThat(ingest.deadLetters()).hasSize(1);
    }
  }

  @Test
  void holdsUpNothingThatIsTriedAgainOrCannotBeRead() throws Exception {
    try (IngestHarness ingest = start(Excess.PARK, 100)) {
      for (int sequence = 1; sequence <= 3; sequence++) {
        ingest.send(sent("a", sequence, 0));
      }
      InboundEntry again = numbered("a", 9, 0).replayOf("5-0").heartbeat("again").build();
      assertThat(ids(ingest.send(again))).containsExactly("again");
      ingest.send(numbered("a", 10, 0).field("sequence", "none").build());
      assertThat(ingest.deadLetters()).hasSize(1);
    }
  }

  @Test
  void hasWhatTheJobTriesAgainGetInLineAndCountsEachOfItsFailures() throws Exception {
    try (IngestHarness ingest = start(Excess.DEAD_LETTER, 100)) {
      for (int sequence = 1; sequence <= 3; sequence++) {
        ingest.send(sent("a", sequence, 0));
      }
      List<Delivery> refused = ingest.send(again(10, 4));
      assertThat(ids(refused)).isEmpty();
      assertThat(refused.get(0).header().isSequenced()).as("it has had its place").isFalse();
      assertThat(lastTerms(refused)).isEqualTo(new LedgerTerms(4, 2, 0, 0, 0));
      DeadLetter letter = ingest.deadLetters().get(1);
      assertThat(letter.reason()).isEqualTo("rate_limited");
      assertThat(letter.fields()).containsKeys("replay_of", "replay_attempt");
      List<Delivery> passed = ingest.send(again(500, 5));
      assertThat(ids(passed)).containsExactly("a3");
      assertThat(passed.get(0).late()).isTrue();
      assertThat(lastTerms(ingest.send(again(600, 6))))
          .as("a second copy is in doubt")
          .isEqualTo(new LedgerTerms(6, 3, 0, 0, 0));
      assertThat(ingest.deadLetters().get(2).reason()).isEqualTo("retry_in_doubt");
    }
  }

  @Test
  void passesNothingTwiceThatTheJobTriesAgainWhereItWasNeverRefused() throws Exception {
    try (IngestHarness ingest = IngestHarness.start()) {
      for (int sequence = 1; sequence <= 3; sequence++) {
        ingest.send(sent("a", sequence, 0));
      }
      List<Delivery> again = ingest.send(again(500, 4));
      assertThat(ids(again)).isEmpty();
      assertThat(lastTerms(again)).isEqualTo(new LedgerTerms(4, 1, 0, 0, 0));
      DeadLetter letter = ingest.deadLetters().get(0);
      assertThat(letter.reason()).isEqualTo("retry_in_doubt");
      assertThat(letter.fields()).containsKeys("replay_of", "replay_attempt");
      InboundEntry byHand = numbered("a", 3, 600).replayOf("5-0").heartbeat("a3").build();
      assertThat(ids(ingest.send(byHand))).as("people know").containsExactly("a3");
    }
  }

  @Test
  void leavesToTheJobNothingThatPeopleHaveReplayed() throws Exception {
    try (IngestHarness ingest = start(Excess.DEAD_LETTER, 100)) {
      for (int sequence = 1; sequence <= 3; sequence++) {
        ingest.send(sent("a", sequence, 0));
      }
      InboundEntry byHand = numbered("a", 3, 500).replayOf("5-0").heartbeat("a3").build();
      assertThat(ids(ingest.send(byHand))).containsExactly("a3");
      assertThat(ids(ingest.send(again(600, 6)))).isEmpty();
      assertThat(ingest.deadLetters().get(1).reason()).isEqualTo("retry_in_doubt");
    }
  }

  @Test
  void knowsAfterARestartWhatWasRefused() throws Exception {
    try (IngestHarness before = start(Excess.DEAD_LETTER, 100)) {
      for (int sequence = 1; sequence <= 3; sequence++) {
        before.send(sent("a", sequence, 0));
      }
      try (IngestHarness after =
          IngestHarness.start(
              IngestOptions.DEFAULTS, limited(Excess.DEAD_LETTER, 100), 1, 0, before.snapshot())) {
        assertThat(ids(after.send(again(500, 5)))).containsExactly("a3");
      }
    }
  }

  private static InboundEntry again(long atMs, long ordinal) {
    return numbered("a", 3, atMs)
        .ordinal(ordinal)
        .replayOf("5-0")
        .field("replay_attempt", "1")
        .field("replay_by", "job")
        .heartbeat("a3")
        .build();
  }

  @Test
  void takesNothingThatIsTriedAgainAndCannotBeReadForItsOwnDuplicate() throws Exception {
    try (IngestHarness ingest = start(Excess.PARK, 100)) {
      ingest.send(numbered("a", 1, 0).field("count", "many").build());
      ingest.send(numbered("a", 1, 1).replayOf("5-0").field("count", "many").build());
      assertThat(ingest.terms(LAYER)).isEqualTo(new LedgerTerms(2, 2, 0, 0, 0));
      assertThat(ingest.deadLetters()).hasSize(2);
    }
  }

  @Test
  void keepsThePlaceOfWhatHasAnUnreadableMarkOfAReplay() throws Exception {
    try (IngestHarness ingest = start(Excess.PARK, 100)) {
      Delivery bad = ingest.deliver(numbered("a", 1, 0).field("replay_of", "never").build());
      assertThat(bad.header().sequence()).as("nobody waits for it").isEqualTo(1);
      assertThat(ingest.deadLetters()).hasSize(1);
    }
  }

  @Test
  void holdsUpNothingThatIsUrgent() throws Exception {
    PerformanceAlert alert =
        new RandomMessages(1)
            .oneOfEach().stream()
                .filter(PerformanceAlert.class::isInstance)
                .map(PerformanceAlert.class::cast)
                .findFirst()
                .orElseThrow();
    PerformanceAlert critical =
        new PerformanceAlert(
            alert.header(),
            LAYER,
            alert.seedId(),
            alert.alertType(),
            Severity.CRITICAL,
            alert.metricName(),
            alert.metricValue(),
            alert.threshold(),
            alert.details(),
            alert.recommendedAction());
    try (IngestHarness ingest = start(Excess.PARK, 100)) {
      for (int sequence = 1; sequence <= 3; sequence++) {
        ingest.send(sent("a", sequence, 0));
      }
      List<Delivery> out = ingest.send(numbered("a", 4, 0).holding(critical).build());
      assertThat(out.get(0).messages()).hasSize(1);
      assertThat(out.get(0).header().isSequenced()).as("behind a3 in its order").isFalse();
      assertThat(out.get(1).messages()).isEmpty();
      assertThat(out.get(1).header().sequence()).as("nobody waits for it").isEqualTo(4);
      assertThat(lastTerms(out)).isEqualTo(new LedgerTerms(4, 0, 0, 0, 1));
    }
  }

  @Test
  void goesOnWhereItWasAfterARestart() throws Exception {
    try (IngestHarness before = start(Excess.PARK, 100)) {
      for (int sequence = 1; sequence <= 4; sequence++) {
        before.send(sent("a", sequence, 0));
      }
      try (IngestHarness after =
          IngestHarness.start(
              IngestOptions.DEFAULTS, limited(Excess.PARK, 100), 1, 0, before.snapshot())) {
        assertThat(ids(after.send(sent("a", 5, 50)))).isEmpty();
        assertThat(ids(after.send(tick(LAYER, millis(300))))).containsExactly("a3", "a4");
        assertThat(ids(after.send(tick(LAYER, millis(400))))).containsExactly("a5");
      }
    }
  }

  @Test
  void letsAllGoWhenNothingIsLimitedAnyMore() throws Exception {
    try (IngestHarness before = start(Excess.PARK, 100)) {
      for (int sequence = 1; sequence <= 4; sequence++) {
        before.send(sent("a", sequence, 0));
      }
      try (IngestHarness after = IngestHarness.restore(before.snapshot())) {
        assertThat(ids(after.send(sent("a", 5, 1)))).containsExactly("a3", "a4", "a5");
      }
    }
  }

  @RandomSeeds
  void losesNothingAndKeepsTheOrderOfEachProducer(long seed) throws Exception {
    Random random = new Random(seed);
    IngestHarness ingest = start(Excess.PARK, 1_000);
    List<String> passed = new ArrayList<>();
    long[] sequences = new long[3];
    long now = 0;
    int all = 0;
    for (int i = 0; i < 200; i++) {
      now += random.nextInt(40);
      int producer = random.nextInt(3);
      all++;
      List<Delivery> out =
          ingest.send(sent("abc".substring(producer, producer + 1), ++sequences[producer], now));
      passed.addAll(ids(out));
      assertThat(lastTerms(out).passed()).isEqualTo(passed.size());
      assertThat(lastTerms(out).in()).isEqualTo(all);
      if (random.nextInt(50) == 0) {
        IngestHarness restarted =
            IngestHarness.start(
                IngestOptions.DEFAULTS, limited(Excess.PARK, 1_000), 1, 0, ingest.snapshot());
        ingest.close();
        ingest = restarted;
      }
    }
    for (int i = 0; i < all; i++) {
      now += 100;
      passed.addAll(ids(ingest.send(tick(LAYER, millis(now)))));
    }
    assertThat(ingest.terms(LAYER).held()).isZero();
    ingest.close();
    for (String producer : List.of("a", "b", "c")) {
      List<String> expected = new ArrayList<>();
      for (long sequence = 1; sequence <= sequences["abc".indexOf(producer)]; sequence++) {
        expected.add(producer + sequence);
      }
      assertThat(passed.stream().filter(id -> id.startsWith(producer)).toList())
          .isEqualTo(expected);
    }
  }
}
