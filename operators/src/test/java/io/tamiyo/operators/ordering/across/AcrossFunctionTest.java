package io.tamiyo.operators.ordering.across;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Places;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcrossFunctionTest {

  private static final AcrossOptions GLOBAL =
      new AcrossOptions(AcrossStrategy.GLOBAL, 500, 100, 3, 1_000);
  private static final AcrossOptions CAUSAL = GLOBAL.with(AcrossStrategy.CAUSAL);

  private final Map<String, LedgerTerms> terms = new HashMap<>();
  private AcrossHarness across;

  AcrossFunctionTest() throws Exception {
    across = AcrossHarness.start(GLOBAL, null);
  }

  @AfterEach
  void stop() throws Exception {
    across.close();
  }

  private void start(AcrossOptions options) throws Exception {
    across.close();
    across = AcrossHarness.start(options, null);
  }

  private void restart(AcrossOptions options) throws Exception {
    AcrossHarness.Kept kept = across.snapshot();
    across.close();
    across = AcrossHarness.start(options, kept);
  }

  private static Message on(String layer, String id, Object dependencies) {
    Header header =
        new Header(id, 0, "host", Header.VERSION, null, Map.of("depends_on", dependencies));
    return new Heartbeat(header, "host", 1, Map.of(), "healthy", Map.of(), layer);
  }

  private Delivery delivery(EntryBuilder entry, List<Message> messages) {
    String layer = entry.build().layer();
    LedgerTerms known =
        terms.merge(layer, new LedgerTerms(messages.size(), 0, 0, 0, 0), LedgerTerms::plus);
    return new Delivery(
        entry.build(), entry.header(), messages, LayerConfig.DEFAULTS, true, false, known);
  }

  private List<Delivery> send(EntryBuilder entry, Message... messages) throws Exception {
    entry.holding(messages);
    return across.send(delivery(entry, List.of(messages)));
  }

  private List<String> heartbeat(String layer, long at, String id) throws Exception {
    EntryBuilder entry = entry(layer).at(Duration.ofMillis(at)).from("host", 1, at);
    return Heartbeats.ids(send(entry, Heartbeats.of(layer, id)));
  }

  private List<Delivery> tick(String layer, long at) throws Exception {
    Delivery tick =
        new Delivery(
            EntryBuilder.tick(layer, Duration.ofMillis(at)),
            Places.of("Tick", layer, 1),
            List.of(Fixtures.tick(layer, Duration.ofMillis(at))),
            LayerConfig.DEFAULTS,
            true,
            false,
            terms.getOrDefault(layer, LedgerTerms.NONE));
    return across.send(tick);
  }

  @Test
  void returnsWhatItHoldsAsItWas() throws Exception {
    heartbeat("a", 1, "m1");
    EntryBuilder entry = entry("b").at(Duration.ofMillis(5)).from("host", 2, 7);
    assertThat(send(entry, Heartbeats.of("b", "m2"), Heartbeats.of("b", "m3"))).isEmpty();
    Delivery returned = tick("a", 6).get(0);
    assertThat(returned.entry().entryId()).isEqualTo("5-0");
    assertThat(returned.header()).isEqualTo(entry.header());
    assertThat(Heartbeats.ids(List.of(returned))).containsExactly("m2", "m3");
    assertThat(returned.config()).isSameAs(LayerConfig.DEFAULTS);
    assertThat(returned.terms()).isEqualTo(new LedgerTerms(2, 0, 0, 0, 0));
    assertThat(returned.late()).isFalse();
  }

  @Test
  void goesOnFromASavepointWhereItWas() throws Exception {
    heartbeat("a", 1, "m1");
    assertThat(heartbeat("b", 5, "m2")).isEmpty();
    assertThat(heartbeat("b", 7, "m3")).isEmpty();
    restart(GLOBAL);
    assertThat(heartbeat("a", 6, "m4")).containsExactly("m2", "m4");
    restart(GLOBAL);
    assertThat(Heartbeats.ids(tick("a", 9))).containsExactly("m3");
    assertThat(across.stateEntries()).as("its own, and what it holds").isEqualTo(2);
  }

  @Test
  void keepsNothingOfLayersThatHaveGone() throws Exception {
    across.send(delivery(entry("a").from("host", 1, 1).poison(1), List.of(Heartbeats.of("a", ""))));
    Delivery bye =
        new Delivery(
            EntryBuilder.farewell("a", Duration.ofMillis(2)).build(),
            Places.of("Tick", "a", 1),
            List.of(),
            LayerConfig.DEFAULTS,
            true,
            false,
            LedgerTerms.NONE);
    List<Delivery> returned = across.send(bye);
    assertThat(returned).hasSize(1).allMatch(Delivery::isLast);
    assertThat(returned.get(0).terms().deadLetters()).isOne();
    assertThat(across.stateEntries()).as("its own").isOne();
    assertThat(across.send(bye).get(0).terms().deadLetters()).isZero();
  }

  @Test
  void marksWhatComesLate() throws Exception {
    heartbeat("a", 100, "m1");
    List<Delivery> late =
        send(entry("b").at(Duration.ofMillis(50)).from("host", 1, 1), Heartbeats.of("b", "m2"));
    assertThat(late).hasSize(1).allMatch(Delivery::late);
  }

  @Test
  void returnsThoseMessagesOfAnEntryThatIngestLetPass() throws Exception {
    EntryBuilder entry =
        entry("a")
            .holding(
                Heartbeats.of("a", "old"),
                Heartbeats.of("a", "m1"),
                Heartbeats.of("a", "m1"),
                Heartbeats.of("a", ""),
                Heartbeats.of("a", "m2"));
    List<Message> passed =
        List.of(Heartbeats.of("a", "m1"), Heartbeats.of("a", ""), Heartbeats.of("a", "m2"));
    List<Delivery> returned = across.send(delivery(entry, passed));
    assertThat(Heartbeats.ids(returned)).containsExactly("m1", "", "m2");
    assertThat(across.deadLetters()).isEmpty();
  }

  @Test
  void turnsIntoDeadLettersWhatCanNotBeReadAnyMore() throws Exception {
    EntryBuilder entry = entry("a").from("host", 1, 1).poison(2);
    List<Delivery> returned =
        across.send(delivery(entry, List.of(Heartbeats.of("a", "m1"), Heartbeats.of("a", "m2"))));
    assertThat(Heartbeats.ids(returned)).isEmpty();
    assertThat(returned.get(0).terms()).isEqualTo(new LedgerTerms(2, 2, 0, 0, 0));
    assertThat(across.deadLetters()).hasSize(1);
    restart(GLOBAL);
    EntryBuilder next = entry("a").from("host", 1, 2);
    assertThat(send(next, Heartbeats.of("a", "m3")).get(0).terms())
        .isEqualTo(new LedgerTerms(3, 2, 0, 0, 0));
  }

  @Test
  void returnsWhatHasNoHeaderWithoutOne() throws Exception {
    EntryBuilder entry = entry("a").field(EntryFields.COUNT, "many");
    Delivery unreadable =
        new Delivery(
            entry.build(),
            new EntryHeader("", null, "host", 1, 1, 1, null, null),
            List.of(),
            LayerConfig.DEFAULTS,
            true,
            false,
            LedgerTerms.NONE);
    assertThat(across.send(unreadable).get(0).header()).isEqualTo(Places.unknown());
  }

  @Test
  void givesWhatReturnsTheOptionsOfItsLayer() throws Exception {
    EntryBuilder entry = entry("a").from("host", 1, 1);
    assertThat(send(entry, Heartbeats.of("a", "m1")).get(0).configured()).isFalse();
    across.configure(
        new ConfigUpdate(Fixtures.header("c1", Duration.ZERO), "a", "ordering.window", "7"));
    across.configure(ConfigEntry.caughtUp(StreamNames.unnamed().config()));
    Delivery configured = send(entry("a").from("host", 1, 2), Heartbeats.of("a", "m2")).get(0);
    assertThat(configured.configured()).isTrue();
    assertThat(configured.config().ordering().window()).isEqualTo(7);
  }

  @Test
  void reportsWhatWasWaitedForInVainAndMarksWhatHasWaited() throws Exception {
    start(CAUSAL);
    EntryBuilder entry = entry("a").at(Duration.ofMillis(3)).from("host", 1, 1);
    List<Delivery> first = send(entry, on("a", "m1", List.of("x", "y")));
    assertThat(Heartbeats.ids(first)).isEmpty();
    assertThat(first.get(0).time()).isEqualTo(3);
    assertThat(first.get(0).terms().held()).isOne();
    heartbeat("b", 4, "x");
    restart(CAUSAL);
    assertThat(tick("b", 502)).hasSize(1);
    List<Delivery> given = tick("b", 503);
    assertThat(Heartbeats.ids(given)).endsWith("m1");
    assertThat(given).last().matches(Delivery::late);
    GapEvent gap = across.gaps().get(0);
    assertThat(gap.reason()).isEqualTo("dependency");
    assertThat(gap.layerId()).isEqualTo("a");
    assertThat(gap.lost()).isOne();
    assertThat(gap.producer()).isEqualTo("host");
    assertThat(gap.header().metadata())
        .containsEntry("waited_for", List.of("y"))
        .containsEntry("entry_id", "3-0");
    assertThat(gap.header().messageId()).hasSize(32);
  }

  @Test
  void remembersWhatHasPassedThroughSavepoints() throws Exception {
    start(CAUSAL);
    for (int i = 1; i <= 10; i++) {
      heartbeat("a", i, "m" + i);
      if (i % 2 == 0) {
        restart(CAUSAL);
      }
    }
    restart(new AcrossOptions(AcrossStrategy.CAUSAL, 500, 100, 1_000, 1_000));
    List<Delivery> known =
        send(entry("b").at(Duration.ofMillis(11)), on("b", "k1", List.of("m8", "m10")));
    assertThat(Heartbeats.ids(known)).containsExactly("k1");
    List<Delivery> forgotten = send(entry("b").at(Duration.ofMillis(11)), on("b", "k2", "m7"));
    assertThat(Heartbeats.ids(forgotten)).isEmpty();
  }

  @Test
  void saysThatWhatIsMissingMayHavePassedWhereTooFewIdsAreRemembered() throws Exception {
    start(CAUSAL);
    for (int i = 1; i <= 4; i++) {
      heartbeat("a", i, "m" + i);
    }
    send(entry("b").at(Duration.ofMillis(5)), on("b", "k1", "m1"));
    tick("a", 600);
    assertThat(across.gaps())
        .singleElement()
        .satisfies(
            gap ->
                assertThat(gap.header().metadata())
                    .containsEntry("waited_for", List.of("m1"))
                    .containsKey("may_have_passed_until"));
  }

  @Test
  void keeps24BytesOfAnIdThatHasPassed() throws Exception {
    start(new AcrossOptions(AcrossStrategy.CAUSAL, 500, 100, 3_000, 1_000));
    pass("a", 1, 10);
    long few = bytes();
    pass("a", 2, 2_000);
    assertThat(bytes() - few).isBetween(2_000 * 24L, 2_000 * 25L);
    pass("a", 3, 10_000);
    assertThat(bytes() - few).as("the last 3,000, in four blocks").isLessThan(4 * 1_024 * 25L);
  }

  @Test
  void remembersBlocksOfIdsThroughSavepoints() throws Exception {
    AcrossOptions options = new AcrossOptions(AcrossStrategy.CAUSAL, 500, 100, 3_000, 1_000);
    start(options);
    for (int i = 0; i < 8; i++) {
      pass("a", i, 700);
      restart(options);
    }
    assertThat(isKnown("a-7-699")).isTrue();
    assertThat(isKnown("a-3-510")).as("2,989 before the last").isTrue();
    assertThat(isKnown("a-3-490")).isFalse();
  }

  @Test
  void knowsWhatEarlierReleasesHaveRemembered() throws Exception {
    across.close();
    across = AcrossHarness.start(CAUSAL, OlderCausalState.of("m1", "m2"));
    restart(CAUSAL);
    assertThat(isKnown("m1")).isTrue();
    assertThat(isKnown("m2")).isTrue();
    assertThat(isKnown("m3")).isFalse();
  }

  /** Lets many messages pass in one entry. */
  private void pass(String layer, long at, int count) throws Exception {
    Message[] messages = new Message[count];
    for (int i = 0; i < count; i++) {
      messages[i] = Heartbeats.of(layer, layer + "-" + at + "-" + i);
    }
    send(entry(layer).at(Duration.ofMillis(at)), messages);
  }

  private boolean isKnown(String id) throws Exception {
    EntryBuilder entry = entry("b").at(Duration.ofMillis(11));
    return !Heartbeats.ids(send(entry, on("b", "on-" + id, id))).isEmpty();
  }

  private long bytes() throws Exception {
    return across.snapshot().across().getStateSize();
  }

  @Test
  void makesADeadLetterOfAMessageWhoseDependenciesAreNoIds() throws Exception {
    start(CAUSAL);
    List<Delivery> returned =
        send(
            entry("a").from("host", 1, 1),
            Heartbeats.of("a", "m1"),
            on("a", "m2", 7),
            Heartbeats.of("a", "m3"));
    assertThat(Heartbeats.ids(returned)).containsExactly("m1", "m3");
    assertThat(returned.get(0).terms()).isEqualTo(new LedgerTerms(3, 1, 0, 0, 0));
    assertThat(across.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.ordinal()).isOne();
              assertThat(letter.reason()).isEqualTo("invalid_message");
              assertThat(letter.detail()).contains("metadata.depends_on");
            });
    assertThat(Heartbeats.ids(send(entry("b"), on("b", "m4", "m2"))))
        .as("it will not come, which is known")
        .containsExactly("m4");
  }

  @Test
  void doesNotAskWhatMessagesDependOnUnlessItMatters() throws Exception {
    EntryBuilder entry = entry("a").from("host", 1, 1);
    assertThat(Heartbeats.ids(send(entry, on("a", "m1", 7)))).containsExactly("m1");
    assertThat(across.deadLetters()).isEmpty();
  }

  @Test
  void refusesOptionsOutOfRange() {
    for (String name : List.of("timeoutMs", "maxPending", "rememberedIds", "rememberMs")) {
      assertThatThrownBy(
              () ->
                  new AcrossOptions(
                      AcrossStrategy.GLOBAL,
                      name.equals("timeoutMs") ? 0 : 1,
                      name.equals("maxPending") ? 0 : 1,
                      name.equals("rememberedIds") ? 0 : 1,
                      name.equals("rememberMs") ? 0 : 1))
          .hasMessage(name + " is not positive: 0");
    }
  }

  @Test
  void keepsAndShufflesPojos() {
    assertSerializedAsPojoWithoutKryo(Crossing.class);
    assertSerializedAsPojoWithoutKryo(GlobalState.class);
    assertSerializedAsPojoWithoutKryo(CausalState.class);
    assertSerializedAsPojoWithoutKryo(PassedId.class);
    assertSerializedAsPojoWithoutKryo(PassedBlock.class);
  }
}
