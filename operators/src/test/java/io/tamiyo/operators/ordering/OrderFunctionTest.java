package io.tamiyo.operators.ordering;

import static io.tamiyo.contracts.fixtures.Fixtures.millis;
import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.EntryFailedException;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.tamiyo.Deliveries;
import io.tamiyo.operators.tamiyo.PolicyOptions;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderFunctionTest {

  private static final String LAYER = "encoder.1";
  private static final long TIMEOUT = OrderingOptions.DEFAULTS.timeoutMs();

  private OrderHarness order;
  private OrderingOptions options = OrderingOptions.DEFAULTS;
  private String rules = "";
  private LedgerTerms arrived = LedgerTerms.NONE;

  @BeforeEach
  void start() throws Exception {
    order = OrderHarness.start();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(order.timers()).isZero();
    order.close();
  }

  private Delivery delivery(EntryBuilder entry, Message... messages) {
    arrived = arrived.plus(new LedgerTerms(messages.length, 0, 0, 0, 0));
    return new Delivery(
        entry.holding(messages).build(),
        entry.header(),
        List.of(messages),
        config(),
        true,
        false,
        arrived);
  }

  @Test
  void saysOnWhichEntryItFailed() {
    Delivery nameless = Deliveries.of(LAYER).nameless(7);
    assertThatThrownBy(() -> order.send(nameless))
        .isInstanceOf(EntryFailedException.class)
        .hasMessageContaining("order failed on entry 7-1 of null, layer " + LAYER);
  }

  private LayerConfig config() {
    LayerConfig own =
        new LayerConfig(
            options, DetectionOptions.DEFAULTS, PolicyOptions.DEFAULTS, TrackingOptions.DEFAULTS);
    return new LayerConfigs(own).resolve(LAYER, Map.of("routing.rules", rules), Map.of());
  }

  /** An entry of a host with one message, whose id is its place. */
  private List<Delivery> send(long epoch, long sequence, long time) throws Exception {
    return send("host", epoch, sequence, time);
  }

  private List<Delivery> send(String producer, long epoch, long sequence, long time)
      throws Exception {
    String id = producer + " " + epoch + "." + sequence;
    return order.send(
        delivery(
            entry(LAYER).from(producer, epoch, sequence).at(millis(time)),
            Heartbeats.of(LAYER, id)));
  }

  private List<Delivery> tick(long time) throws Exception {
    return order.send(delivery(entry(LAYER).at(millis(time))));
  }

  private List<String> gapRanges() {
    return order.gaps().stream()
        .map(gap -> gap.reason() + " " + gap.fromSequence() + "-" + gap.toSequence())
        .toList();
  }

  @Test
  void storesPojos() {
    assertSerializedAsPojoWithoutKryo(OrderState.class);
    assertSerializedAsPojoWithoutKryo(HeldPlace.class);
    assertSerializedAsPojoWithoutKryo(InboundEntry.class);
  }

  @Test
  void passesWhatArrivesInOrderAndKeepsOneSmallValue() throws Exception {
    for (long sequence = 1; sequence <= 50; sequence++) {
      List<Delivery> out = send(1, sequence, sequence);
      assertThat(Heartbeats.ids(out)).containsExactly("host 1." + sequence);
      assertThat(out.get(0).late()).isFalse();
      assertThat(out.get(0).header().sequence()).isEqualTo(sequence);
      assertThat(out.get(0).terms()).isEqualTo(new LedgerTerms(sequence, 0, 0, 0, 0));
    }
    assertThat(order.stateEntries()).isEqualTo(1);
    assertThat(order.gaps()).isEmpty();
  }

  @Test
  void copiesAGapToWhereTheRulesSay() throws Exception {
    rules = "type=GapEvent layer=encoder.* severity=warning to=ops; layer=decoder.* to=others";
    send(1, 1, 10);
    send(1, 3, 20);
    tick(20 + TIMEOUT);
    assertThat(order.gapStreams()).containsExactly("kasmina.alert", "kasmina.routed.ops");
  }

  @Test
  void releasesAHeldMessageWhenItsPredecessorArrives() throws Exception {
    send(1, 1, 10);
    List<Delivery> waiting = send(1, 3, 20);
    assertThat(waiting).as("the clock moves on").hasSize(1);
    assertThat(waiting.get(0).messages()).isEmpty();
    assertThat(waiting.get(0).header().isSequenced()).isFalse();
    assertThat(waiting.get(0).terms()).isEqualTo(new LedgerTerms(2, 0, 0, 0, 1));

    List<Delivery> out = send(1, 2, 30);
    assertThat(Heartbeats.ids(out)).containsExactly("host 1.2", "host 1.3");
    assertThat(out.get(0).terms()).isEqualTo(new LedgerTerms(3, 0, 0, 0, 1));
    assertThat(out.get(1).terms()).isEqualTo(new LedgerTerms(3, 0, 0, 0, 0));
    assertThat(out.get(1).time()).isEqualTo(20);
    assertThat(out.get(1).header().sequence()).isEqualTo(3);
    assertThat(order.stateEntries()).isEqualTo(1);
  }

  @Test
  void givesUpAGapAtTheTimeoutAndReportsIt() throws Exception {
    send(1, 1, 0);
    send(1, 4, 100);
    send(1, 6, 200);
    assertThat(Heartbeats.ids(tick(100 + TIMEOUT - 1))).isEmpty();
    assertThat(Heartbeats.ids(tick(100 + TIMEOUT))).containsExactly("host 1.4");
    assertThat(Heartbeats.ids(tick(200 + TIMEOUT))).containsExactly("host 1.6");
    assertThat(gapRanges()).containsExactly("sequence 2-3", "sequence 5-5");
    GapEvent gap = order.gaps().get(0);
    assertThat(gap.lost()).isEqualTo(2);
    assertThat(gap.layerId()).isEqualTo(LAYER);
    assertThat(gap.producer()).isEqualTo("host");
    assertThat(gap.stream()).isEqualTo("kasmina.inbound.encoder.1");
    assertThat(gap.header().metadata()).containsEntry("given_up_at", (100 + TIMEOUT) + "-0");
    assertThat(order.gaps().get(1).header().messageId()).isNotEqualTo(gap.header().messageId());
    assertThat(order.stateEntries()).isEqualTo(1);
  }

  @Test
  void givesNothingUpByTheTimeOfTheControlLogWhichMayBeReadAhead() throws Exception {
    send(1, 1, 0);
    send(1, 3, 0);

    order.send(
        delivery(entry(LAYER).in("kasmina.control.layer." + LAYER).at(millis(10 * TIMEOUT))));

    assertThat(order.gaps()).isEmpty();
    assertThat(Heartbeats.ids(send(1, 2, 1))).containsExactly("host 1.2", "host 1.3");
  }

  @Test
  void passesWhatArrivesAfterItsPlaceWasGivenUpAndMarksItLate() throws Exception {
    send(1, 1, 0);
    send(1, 3, 0);
    tick(TIMEOUT);
    List<Delivery> late = send(1, 2, TIMEOUT + 1);
    assertThat(Heartbeats.ids(late)).containsExactly("host 1.2");
    assertThat(late.get(0).late()).isTrue();
    assertThat(Heartbeats.ids(send(1, 4, TIMEOUT + 2))).containsExactly("host 1.4");
  }

  @Test
  void waitsForTheBeginningOfAProducerThatIsFirstSeenInTheMiddle() throws Exception {
    send(1, 1_000_000, 0);
    send(1, 1_000_001, 10);
    List<Delivery> out = tick(TIMEOUT);
    assertThat(Heartbeats.ids(out)).containsExactly("host 1.1000000", "host 1.1000001");
    assertThat(gapRanges()).containsExactly("late start 1-999999");
  }

  @Test
  void startsInOrderWhenTheBeginningArrivesInTime() throws Exception {
    send(1, 2, 0);
    assertThat(Heartbeats.ids(send(1, 1, 1))).containsExactly("host 1.1", "host 1.2");
    assertThat(order.gaps()).isEmpty();
  }

  @Test
  void givesUpAGapThatTheWindowLeavesBehind() throws Exception {
    options = new OrderingOptions(3, 100, TIMEOUT);
    send(1, 1, 0);
    send(1, 3, 0);
    send(1, 5, 0);
    assertThat(Heartbeats.ids(send(1, 6, 0))).containsExactly("host 1.3");
    assertThat(gapRanges()).containsExactly("sequence 2-2");
    assertThat(Heartbeats.ids(send(1, 4, 0))).containsExactly("host 1.4", "host 1.5", "host 1.6");
  }

  @Test
  void givesUpTheGapThatWaitedLongestWhenTooManyAreHeld() throws Exception {
    options = new OrderingOptions(3, 4, TIMEOUT);
    send("a", 1, 2, 1);
    send("b", 1, 2, 0);
    send("a", 1, 3, 1);
    send("b", 1, 3, 2);
    assertThat(Heartbeats.ids(send("a", 1, 4, 3))).containsExactly("b 1.2", "b 1.3");
    assertThat(order.gaps()).extracting(GapEvent::producer).containsExactly("b");
  }

  @Test
  void releasesWhatIsHeldOfAnOlderStartWhenANewerOneTakesOver() throws Exception {
    send(1, 1, 0);
    send(1, 3, 0);
    send(1, 5, 0);
    List<Delivery> out = send(2, 1, 10);
    assertThat(Heartbeats.ids(out)).containsExactly("host 1.3", "host 1.5", "host 2.1");
    assertThat(gapRanges()).containsExactly("sequence 2-2", "sequence 4-4");
    List<Delivery> late = send(1, 2, 20);
    assertThat(Heartbeats.ids(late)).containsExactly("host 1.2");
    assertThat(late.get(0).late()).isTrue();
    assertThat(Heartbeats.ids(send(2, 2, 30))).containsExactly("host 2.2");
  }

  @Test
  void keepsTheOrdersOfProducersAndStreamsApart() throws Exception {
    send("a", 1, 1, 0);
    assertThat(Heartbeats.ids(send("b", 1, 1, 0))).containsExactly("b 1.1");
    Delivery other =
        delivery(
            entry(LAYER).in("kasmina.inbound.shard-1").from("a", 1, 1), Heartbeats.of(LAYER, "x"));
    assertThat(Heartbeats.ids(order.send(other))).containsExactly("x");
  }

  @Test
  void forgetsTheProducerThatWasSilentLongestAndReleasesWhatItHolds() throws Exception {
    send("silent", 1, 1, 0);
    send("silent", 1, 3, 0);
    List<String> released = new ArrayList<>();
    for (int i = 0; i < OrderFunction.MAX_LANES; i++) {
      released.addAll(Heartbeats.ids(send("p" + i, 1, 1, 1)));
    }
    assertThat(released).contains("silent 1.3").hasSize(OrderFunction.MAX_LANES + 1);
    assertThat(gapRanges()).containsExactly("sequence 2-2");
  }

  @Test
  void passesWhatHasNoPlaceAtOnce() throws Exception {
    send(1, 1, 0);
    send(1, 3, 0);
    Delivery request = delivery(entry(LAYER).at(millis(5)), Heartbeats.of(LAYER, "request"));
    List<Delivery> out = order.send(request);
    assertThat(Heartbeats.ids(out)).containsExactly("request");
    assertThat(out.get(0).terms()).isEqualTo(new LedgerTerms(3, 0, 0, 0, 1));
  }

  @Test
  void isNotHeldUpByAnEntryThatCouldNotBeRead() throws Exception {
    send(1, 1, 0);
    Delivery unreadable = delivery(entry(LAYER).from("host", 1, 2));
    assertThat(order.send(unreadable)).hasSize(1);
    assertThat(Heartbeats.ids(send(1, 3, 0))).containsExactly("host 1.3");
    order.send(delivery(entry(LAYER).from("host", 1, 5).field(EntryFields.COUNT, "many")));
    send(1, 6, 0);
    assertThat(Heartbeats.ids(send(1, 4, 0))).containsExactly("host 1.4", "host 1.6");
  }

  @Test
  void dropsWhatItAlreadyHolds() throws Exception {
    send(1, 2, 0);
    List<Delivery> again = send(1, 2, 1);
    assertThat(again.get(0).messages()).isEmpty();
    assertThat(again.get(0).terms()).isEqualTo(new LedgerTerms(2, 0, 1, 0, 1));
    assertThat(Heartbeats.ids(send(1, 1, 2))).containsExactly("host 1.1", "host 1.2");
    assertThat(tick(3).get(0).terms()).isEqualTo(new LedgerTerms(3, 0, 1, 0, 0));
  }

  @Test
  void reportsWhatCannotBeReadAnyMoreWhenItIsReleased() throws Exception {
    Delivery held =
        delivery(entry(LAYER).from("host", 1, 2).at(millis(7)), Heartbeats.of(LAYER, "x"));
    held.entry().fields().put(EntryFields.DATA, "poison".getBytes(StandardCharsets.UTF_8));
    order.send(held);
    List<Delivery> out = send(1, 1, 8);
    assertThat(Heartbeats.ids(out)).containsExactly("host 1.1");
    assertThat(out.get(1).terms()).isEqualTo(new LedgerTerms(2, 1, 0, 0, 0));
    assertThat(order.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.entryId()).isEqualTo("7-0"));
    assertThat(tick(9).get(0).terms()).isEqualTo(new LedgerTerms(2, 1, 0, 0, 0));
  }

  @Test
  void goesOnAfterARestartWithWhatItHeld() throws Exception {
    send(1, 1, 0);
    send(1, 3, 0);
    try (OrderHarness restored = OrderHarness.start(1, 0, order.snapshot())) {
      order.close();
      order = restored;
      List<Delivery> out = send(1, 2, 10);
      assertThat(Heartbeats.ids(out)).containsExactly("host 1.2", "host 1.3");
      assertThat(out.get(1).terms()).isEqualTo(new LedgerTerms(3, 0, 0, 0, 0));
      assertThat(order.timers()).isZero();
    }
    order = OrderHarness.start();
  }

  @Test
  void tellsOfGapsThatTheSourceOrAHostHasFound() throws Exception {
    GapEvent found =
        new GapEvent(
            Fixtures.header("gap-1", millis(5)),
            "kasmina.inbound.encoder.1",
            LAYER,
            null,
            "recreated",
            null,
            null,
            null);
    assertThat(order.send(delivery(entry(LAYER), found)).get(0).messages()).containsExactly(found);
    order.send(delivery(entry(LAYER).from("host", 1, 2), found));
    assertThat(order.gaps()).as("told when it is its turn").containsExactly(found);
    send(1, 1, 6);
    assertThat(order.gaps()).containsExactly(found, found);
  }

  @Test
  void passesAllAsItArrivesWhereNoOrderIsAskedFor() throws Exception {
    send(1, 1, 0);
    send(1, 3, 0);
    options = new OrderingOptions(OrderingStrategy.NONE, 100, 10_000, TIMEOUT);
    List<Delivery> released = send(1, 7, 1);
    assertThat(Heartbeats.ids(released)).containsExactly("host 1.3", "host 1.7");
    assertThat(released.get(1).terms()).isEqualTo(new LedgerTerms(3, 0, 0, 0, 0));
    List<Delivery> before = send(1, 2, 2);
    assertThat(Heartbeats.ids(before)).containsExactly("host 1.2");
    assertThat(before.get(0).late()).isFalse();
    options = OrderingOptions.DEFAULTS;
    assertThat(Heartbeats.ids(send(1, 8, 3))).as("ordered again").containsExactly("host 1.8");
    assertThat(order.gaps()).isEmpty();
  }

  @Test
  void refusesOptionsThatCannotHold() {
    assertThatThrownBy(() -> new OrderingOptions(0, 1, 1)).hasMessageContaining("window");
    assertThatThrownBy(() -> new OrderingOptions(2, 1, 1)).hasMessageContaining("maxPending");
    assertThatThrownBy(() -> new OrderingOptions(1, 1, 0)).hasMessageContaining("timeoutMs");
  }

  @Test
  void letsGoOfALayerBehindItsFarewell() throws Exception {
    send(1, 1, 0);
    send(1, 3, 1);
    assertThat(order.stateEntries()).isEqualTo(2);

    List<Delivery> last =
        order.send(
            delivery(EntryBuilder.farewell(LAYER, millis(2)), Fixtures.tick(LAYER, millis(2))));

    assertThat(last).singleElement().matches(Delivery::isLast);
    assertThat(order.stateEntries()).isZero();
  }
}
