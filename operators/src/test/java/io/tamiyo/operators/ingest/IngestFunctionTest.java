package io.tamiyo.operators.ingest;

import static io.tamiyo.contracts.fixtures.Fixtures.seconds;
import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static io.tamiyo.operators.delivery.EntryBuilder.tick;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.StreamGap;
import io.tamiyo.operators.streams.LayerEntries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestFunctionTest {

  private static final String LAYER = "encoder.1";

  private IngestHarness ingest;

  @BeforeEach
  void start() throws Exception {
    ingest = IngestHarness.start();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(ingest.timers()).isZero();
    ingest.close();
  }

  private static EntryBuilder numbered(long sequence) {
    return entry(LAYER).from("host", 1, sequence).at(seconds(sequence)).heartbeat("m" + sequence);
  }

  @Test
  void handsOnWhatIsNewWithItsPlaceAndItsLedger() throws Exception {
    InboundEntry sent = numbered(1).build();
    Delivery delivery = ingest.deliver(sent);
    assertThat(delivery.entry()).isEqualTo(sent);
    assertThat(delivery.header().sequence()).isEqualTo(1);
    assertThat(Heartbeats.ids(List.of(delivery))).containsExactly("m1");
    assertThat(delivery.late()).isFalse();
    assertThat(delivery.terms()).isEqualTo(new LedgerTerms(1, 0, 0, 0, 0));
    assertThat(ingest.deadLetters()).isEmpty();
  }

  @Test
  void tellsOfAGapInASharedStreamWithoutALayer() throws Exception {
    StreamNames names = StreamNames.unnamed();
    List<InboundEntry> entries = new ArrayList<>();
    LayerEntries source = new LayerEntries(names);
    source.gap(
        new StreamGap(names.inboundShard(3), GapKind.TRIMMED, 17, 900, 0, 1000, 2),
        new ListCollector<>(entries));

    assertThat(ingest.send(entries.get(0))).isEmpty();

    Outbound told = ingest.sideOutput().get(0);
    assertThat(told.stream()).isEqualTo(names.alerts());
    assertThat(TestingCodec.only(GapEvent.class, told).lost()).isEqualTo(17);
  }

  @Test
  void anythingElseWithoutALayerInASharedStreamIsADeadLetter() throws Exception {
    InboundEntry entry =
        new InboundEntry("", StreamNames.unnamed().inboundShard(3), 5, 0, Map.of("a", new byte[1]));

    assertThat(ingest.send(entry)).isEmpty();

    assertThat(ingest.deadLetters())
        .singleElement()
        .satisfies(it -> assertThat(it.layerId()).isNull());
  }

  @Test
  void copiesDeadLettersToWhereTheRulesSay() throws Exception {
    LayerConfig rules =
        new LayerConfigs(LayerConfig.DEFAULTS)
            .resolve(Map.of("routing.rules", "type=DeadLetter to=a; layer=? to=b"), Map.of());
    try (IngestHarness routing = IngestHarness.start(IngestOptions.DEFAULTS, rules, 1, 0, null)) {
      routing.send(entry("x").poison(1).build());
      routing.send(new InboundEntry("", "kasmina.inbound.shard-3", 5, 0, Map.of("a", new byte[1])));
      assertThat(routing.sideOutput())
          .extracting(Outbound::stream)
          .containsExactly(
              "kasmina.deadletter",
              "kasmina.routed.a",
              "kasmina.routed.b",
              "kasmina.deadletter",
              "kasmina.routed.a");
    }
  }

  @Test
  void dropsANumberedDuplicateButLetsTheClockMoveOn() throws Exception {
    ingest.deliver(numbered(1).build());
    Delivery again = ingest.deliver(numbered(1).at(seconds(9)).build());
    assertThat(again.messages()).isEmpty();
    assertThat(again.time()).isEqualTo(9_000);
    assertThat(again.header().isSequenced()).as("it has no place in the order").isFalse();
    assertThat(again.terms()).isEqualTo(new LedgerTerms(2, 0, 1, 0, 0));
    assertThat(again.terms().passed()).isEqualTo(1);
  }

  @Test
  void countsEveryMessageOfADuplicateEntry() throws Exception {
    InboundEntry batch =
        numbered(1).holding(Heartbeats.of(LAYER, "x"), Heartbeats.of(LAYER, "y")).build();
    ingest.deliver(batch);
    assertThat(ingest.deliver(batch).terms()).isEqualTo(new LedgerTerms(4, 0, 2, 0, 0));
  }

  @Test
  void dropsAnUnnumberedDuplicateByItsMessageId() throws Exception {
    ingest.deliver(entry(LAYER).heartbeat("x").build());
    Delivery both =
        ingest.deliver(
            entry(LAYER).holding(Heartbeats.of(LAYER, "x"), Heartbeats.of(LAYER, "y")).build());
    assertThat(Heartbeats.ids(List.of(both))).containsExactly("y");
    assertThat(both.terms()).isEqualTo(new LedgerTerms(3, 0, 1, 0, 0));
  }

  @Test
  void forgetsTheOldestIdBeyondItsWindow() throws Exception {
    try (IngestHarness small = IngestHarness.start(new IngestOptions(1, 2, 1_000))) {
      String longId = "long-".repeat(30);
      for (String id : List.of("a", "b", longId)) {
        assertThat(small.deliver(entry(LAYER).heartbeat(id).build()).messages()).hasSize(1);
      }
      assertThat(small.deliver(entry(LAYER).heartbeat(longId).build()).messages()).isEmpty();
      assertThat(small.deliver(entry(LAYER).heartbeat("b").build()).messages()).isEmpty();
      assertThat(small.deliver(entry(LAYER).heartbeat("a").build()).messages()).hasSize(1);
    }
  }

  @Test
  void forgetsAnIdAfterItsTime() throws Exception {
    try (IngestHarness brief = IngestHarness.start(new IngestOptions(1, 9, 1_000))) {
      assertThat(byId(brief, "a", 0)).isTrue();
      assertThat(byId(brief, "b", 600)).isTrue();
      assertThat(byId(brief, "a", 1_000)).isFalse();
      assertThat(byId(brief, "a", 1_001)).isTrue();
      assertThat(byId(brief, "b", 1_600)).isFalse();
      assertThat(byId(brief, "a", 2_001)).isFalse();
      assertThat(byId(brief, "b", 2_001)).isTrue();
    }
  }

  private static boolean byId(IngestHarness ingest, String id, long time) throws Exception {
    Delivery delivery =
        ingest.deliver(entry(LAYER).at(Duration.ofMillis(time)).heartbeat(id).build());
    return !delivery.messages().isEmpty();
  }

  /** Small bounds, so that ids are forgotten by number and by time, come again and are filtered. */
  @RandomSeeds
  void remembersTheIdsThatAModelRemembers(long seed) throws Exception {
    Random random = new Random(seed);
    int window = 1 + random.nextInt(20);
    IngestOptions options = new IngestOptions(1, window, 100);
    Map<String, Long> model = new LinkedHashMap<>();
    IngestHarness running = IngestHarness.start(options);
    long time = 0;
    for (int i = 0; i < 2_000; i++) {
      time += random.nextInt(30) == 0 ? random.nextInt(200) : random.nextInt(8);
      String id = "id " + random.nextInt(40);
      Long before = model.get(id);
      boolean isNew = before == null || time - before > options.rememberMs();
      assertThat(byId(running, id, time)).as("message %d", i).isEqualTo(isNew);
      if (isNew) {
        model.remove(id);
        model.put(id, time);
        if (model.size() > window) {
          model.remove(model.keySet().iterator().next());
        }
      }
      if (random.nextInt(300) == 0) {
        OperatorSubtaskState snapshot = running.snapshot();
        running.close();
        running = IngestHarness.start(options, LayerConfig.DEFAULTS, 1, 0, snapshot);
      }
    }
    running.close();
  }

  @Test
  void passesMessagesWithoutAnIdSinceTheyCannotBeTold() throws Exception {
    InboundEntry nameless = entry(LAYER).heartbeat("").build();
    assertThat(ingest.deliver(nameless).messages()).hasSize(1);
    assertThat(ingest.deliver(nameless).messages()).hasSize(1);
  }

  @Test
  void keepsThePlaceOfAnEntryWhosePayloadIsUnreadable() throws Exception {
    InboundEntry poison = numbered(1).poison(7).build();
    Delivery delivery = ingest.deliver(poison);
    assertThat(delivery.header().sequence()).isEqualTo(1);
    assertThat(delivery.messages()).isEmpty();
    assertThat(delivery.terms()).isEqualTo(new LedgerTerms(7, 7, 0, 0, 0));
    DeadLetter letter = ingest.deadLetters().get(0);
    assertThat(letter.layerId()).isEqualTo(LAYER);
    assertThat(letter.stream()).isEqualTo("kasmina.inbound.encoder.1");
    assertThat(letter.entryId()).isEqualTo("1000-0");
    assertThat(letter.ordinal()).isEqualTo(-1);
    assertThat(letter.count()).isEqualTo(7);
    assertThat(letter.reason()).isEqualTo("malformed_payload");
    assertThat(letter.detail()).contains("poison");
    assertThat(letter.header().timestamp()).isEqualTo(1.0);
    assertThat(Base64.getDecoder().decode(letter.fields().get("data")))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("poison");
  }

  @Test
  void keepsThePlaceOfAnEntryWhoseOtherFieldsAreUnreadable() throws Exception {
    InboundEntry sent = numbered(1).field(EntryFields.COUNT, "many").build();
    Delivery delivery = ingest.deliver(sent);
    assertThat(delivery.header().sequence()).isEqualTo(1);
    assertThat(delivery.terms()).isEqualTo(new LedgerTerms(1, 1, 0, 0, 0));
    assertThat(ingest.deliver(sent).terms()).isEqualTo(new LedgerTerms(2, 1, 1, 0, 0));
    assertThat(ingest.deadLetters())
        .extracting(DeadLetter::reason)
        .containsExactly("invalid_field");
  }

  @Test
  void givesUpThePlaceOfAnEntryThatDoesNotSayWhereItStands() throws Exception {
    Delivery delivery = ingest.deliver(numbered(1).field(EntryFields.SEQUENCE, "first").build());
    assertThat(delivery.header().isSequenced()).isFalse();
    assertThat(delivery.terms()).isEqualTo(new LedgerTerms(1, 1, 0, 0, 0));
    assertThat(ingest.deadLetters())
        .extracting(DeadLetter::detail)
        .containsExactly("sequence: \"first\"; expected a whole number");
  }

  @Test
  void refusesAMessageAboutAnotherLayerWhileItsNeighboursPass() throws Exception {
    Delivery delivery =
        ingest.deliver(
            numbered(1)
                .withoutLayerField()
                .holding(
                    Heartbeats.of(LAYER, "x"),
                    Heartbeats.of("decoder", "y"),
                    Heartbeats.of(LAYER, "z"))
                .build());
    assertThat(Heartbeats.ids(List.of(delivery))).containsExactly("x", "z");
    assertThat(delivery.terms()).isEqualTo(new LedgerTerms(3, 1, 0, 0, 0));
    DeadLetter letter = ingest.deadLetters().get(0);
    assertThat(letter.ordinal()).isEqualTo(1);
    assertThat(letter.detail()).contains("messages[1].layer_id", "decoder", LAYER);
  }

  @Test
  void givesADeadLetterTheSameIdWheneverItIsWritten() throws Exception {
    InboundEntry poison = entry(LAYER).poison(1).build();
    ingest.deliver(poison);
    ingest.deliver(poison);
    ingest.deliver(entry(LAYER).ordinal(1).poison(1).build());
    assertThat(ingest.deadLetters())
        .extracting(letter -> letter.header().messageId())
        .hasSize(3)
        .satisfies(ids -> assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2)));
  }

  @Test
  void doesNotCopyAnEntryThatIsTooLargeForADeadLetter() throws Exception {
    ingest.deliver(entry(LAYER).poison(1).field("blob", "x".repeat(2 << 20)).build());
    DeadLetter letter = ingest.deadLetters().get(0);
    assertThat(letter.fields()).isEmpty();
    assertThat(letter.detail()).contains("are not copied");
  }

  @Test
  void sendsAnEntryOfNoLayerNowhereButToTheDeadLetters() throws Exception {
    for (String layer : List.of("../x", "*", "a..b", "x".repeat(10_000))) {
      InboundEntry sent =
          new InboundEntry(layer, "kasmina.inbound.shard-0", 1, 0, entry(LAYER).build().fields());
      assertThat(ingest.send(sent)).isEmpty();
    }
    assertThat(ingest.deadLetters())
        .hasSize(4)
        .allSatisfy(
            letter -> {
              assertThat(letter.layerId()).isNull();
              assertThat(letter.reason()).isEqualTo("invalid_field");
              assertThat(letter.detail()).hasSizeLessThan(200);
            });
  }

  @Test
  void doesNotCountWhatTheJobItselfWrites() throws Exception {
    StreamNames names = StreamNames.unnamed();
    InboundEntry command =
        entry(LAYER).in(names.control(LAYER)).from("job", 1, 1).heartbeat("c").build();
    assertThat(ingest.deliver(command).messages()).hasSize(1);
    assertThat(ingest.deliver(command).messages()).as("never a duplicate").hasSize(1);
    assertThat(ingest.deliver(command).header().isSequenced()).isFalse();
    ingest.deliver(tick(LAYER, seconds(3)));
    ingest.deliver(tick(LAYER, seconds(3)));
    ingest.deliver(entry(LAYER).in(names.control(LAYER)).poison(3).build());
    ingest.deliver(entry(LAYER).in(names.control(LAYER)).field(EntryFields.COUNT, "many").build());
    assertThat(ingest.terms(LAYER)).isEqualTo(LedgerTerms.NONE);
    assertThat(ingest.deadLetters()).hasSize(2);
  }

  @Test
  void passesAReplayedDeadLetterAtOnceAndMarksItLate() throws Exception {
    InboundEntry replay = numbered(1).replayOf("77-0").build();
    Delivery first = ingest.deliver(replay);
    assertThat(first.late()).isTrue();
    assertThat(first.header().isSequenced()).isFalse();
    assertThat(first.messages()).hasSize(1);
    assertThat(ingest.deliver(replay).messages()).as("replayed twice").isEmpty();
    assertThat(ingest.deliver(numbered(1).build()).messages()).as("its own place").hasSize(1);
  }

  @Test
  void keepsLayersApart() throws Exception {
    ingest.deliver(numbered(1).build());
    Delivery other = ingest.deliver(entry("decoder").from("host", 1, 1).heartbeat("m1").build());
    assertThat(other.messages()).hasSize(1);
    assertThat(other.terms()).isEqualTo(new LedgerTerms(1, 0, 0, 0, 0));
  }

  @Test
  void keepsWhatItKnowsThroughARestart() throws Exception {
    ingest.deliver(numbered(1).build());
    ingest.deliver(numbered(3).build());
    ingest.deliver(entry(LAYER).heartbeat("x").build());
    try (IngestHarness restored = IngestHarness.restore(ingest.snapshot())) {
      assertThat(restored.deliver(numbered(3).build()).messages()).isEmpty();
      assertThat(restored.deliver(numbered(2).build()).messages()).hasSize(1);
      assertThat(restored.deliver(entry(LAYER).heartbeat("x").build()).messages()).isEmpty();
      assertThat(restored.terms(LAYER)).isEqualTo(new LedgerTerms(6, 0, 2, 0, 0));
    }
  }

  @Test
  void forgetsALayerBehindItsFarewellAndKnowsItAnewWhenItComesBack() throws Exception {
    ingest.deliver(numbered(1).build());
    ingest.deliver(entry(LAYER).at(seconds(2)).heartbeat("by id").build());
    Delivery last = ingest.deliver(EntryBuilder.farewell(LAYER, seconds(3)).build());

    assertThat(last.isLast()).isTrue();
    assertThat(last.terms()).isEqualTo(new LedgerTerms(2, 0, 0, 0, 0));

    Delivery again = ingest.deliver(numbered(1).build());
    assertThat(Heartbeats.ids(List.of(again))).containsExactly("m1");
    assertThat(again.terms()).isEqualTo(new LedgerTerms(1, 0, 0, 0, 0));
    Delivery byId = ingest.deliver(entry(LAYER).at(seconds(4)).heartbeat("by id").build());
    assertThat(Heartbeats.ids(List.of(byId))).containsExactly("by id");
  }

  @Test
  void forgetsNothingBecauseOfWhatAHostNumbersOrAnythingButATick() throws Exception {
    ingest.deliver(numbered(1).field("farewell", "1").build());
    ingest.deliver(entry(LAYER).heartbeat("x").field("farewell", "1").build());

    assertThat(ingest.terms(LAYER).in()).isEqualTo(2);
  }
}
