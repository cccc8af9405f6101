package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.WireLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final Channel ONE = new Channel("inbound.one", "one", true);
  private static final Channel TWO = new Channel("inbound.two", "two", true);
  private static final long MS = 1_000_000;

  private final List<String> confirmed = new ArrayList<>();
  private long now = Long.MAX_VALUE - 20 * MS;
  private int serial;

  private Outbox outbox(PublisherOptions options) {
    GapWords gaps = new GapWords(new ProducerIdentity("host-1", 1), InstantSource.system());
    return new Outbox(options, () -> now, gaps, false);
  }

  private static PublisherOptions options(Duration window, int maxBatch, int maxBatchBytes) {
    return new PublisherOptions(
        window, maxBatch, maxBatchBytes, BacklogOptions.DEFAULTS, 9, WireLimits.DEFAULTS, 0);
  }

  /** Without a window. */
  private static PublisherOptions holding(int reports) {
    return options(Duration.ZERO, 100, 1 << 20)
        .withBacklog(BacklogOptions.DEFAULTS.withMaxMemoryBytes(reports * 1024L + 100));
  }

  /** What comes next. */
  private static @Nullable Outgoing poll(Outbox outbox, boolean flush) {
    Outgoing urgent = outbox.pollUrgent();
    return urgent == null ? outbox.pollReports(flush) : urgent;
  }

  @Test
  void sendsUrgentMessagesBeforeReportsThatCameEarlier() {
    Outbox outbox = outbox(PublisherOptions.DEFAULTS);
    add(outbox, Lane.TELEMETRY, ONE);
    add(outbox, Lane.URGENT, TWO);
    add(outbox, Lane.URGENT, ONE);

    assertThat(ids(poll(outbox, true))).containsExactly("m2");
    assertThat(ids(poll(outbox, true))).containsExactly("m3");
    assertThat(ids(poll(outbox, true))).containsExactly("m1");
    assertThat(poll(outbox, true)).isNull();
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void collectsTheReportsOfALayerForAWindow() {
    Outbox outbox = outbox(PublisherOptions.DEFAULTS);
    add(outbox, Lane.TELEMETRY, ONE);
    now += 30 * MS;
    add(outbox, Lane.TELEMETRY, TWO);
    add(outbox, Lane.TELEMETRY, ONE);
    assertThat(poll(outbox, false)).isNull();

    now += 20 * MS;
    assertThat(ids(poll(outbox, false))).containsExactly("m1", "m3");
    assertThat(poll(outbox, false)).isNull();
    now += 30 * MS;
    assertThat(ids(poll(outbox, false))).containsExactly("m2");
  }

  @Test
  void doesNotWaitForTheWindowWhenABatchIsFullOrAllIsFlushed() {
    Outbox outbox = outbox(options(Duration.ofSeconds(9), 3, 1 << 20));
    for (int i = 0; i < 4; i++) {
      add(outbox, Lane.TELEMETRY, ONE);
    }

    assertThat(ids(poll(outbox, false))).containsExactly("m1", "m2", "m3");
    assertThat(poll(outbox, false)).isNull();
    assertThat(ids(poll(outbox, true))).containsExactly("m4");
  }

  @Test
  void keepsEntriesBelowTheirSize() {
    Outbox outbox = outbox(options(Duration.ZERO, 100, 2500));
    for (int i = 0; i < 3; i++) {
      add(outbox, Lane.TELEMETRY, ONE);
    }

    assertThat(ids(poll(outbox, false))).containsExactly("m1", "m2");
    assertThat(ids(poll(outbox, false))).containsExactly("m3");
  }

  @Test
  void joinsUrgentMessagesOfOneChannelInTheirOrder() {
    Outbox outbox = outbox(options(Duration.ZERO, 2, 1 << 20));
    add(outbox, Lane.URGENT, ONE);
    add(outbox, Lane.URGENT, ONE);
    add(outbox, Lane.URGENT, ONE);
    add(outbox, Lane.URGENT, TWO);

    Outgoing first = Objects.requireNonNull(poll(outbox, false));
    assertThat(ids(first)).containsExactly("m1", "m2");
    assertThat(ids(poll(outbox, false))).containsExactly("m3");
    assertThat(ids(poll(outbox, false))).containsExactly("m4");
    first.confirmed().run();
    assertThat(confirmed).containsExactly("m1", "m2");
  }

  @Test
  void dropsTheOldestReportsBeyondItsBoundAndSaysSo() {
    Outbox outbox = outbox(holding(3));
    add(outbox, Lane.TELEMETRY, ONE);
    now++;
    add(outbox, Lane.TELEMETRY, TWO);
    now++;
    for (int i = 0; i < 3; i++) {
      add(outbox, Lane.TELEMETRY, ONE);
      add(outbox, Lane.URGENT, TWO);
      now++;
    }

    assertThat(outbox.dropped()).isEqualTo(2);
    List<GapEvent> gaps = new ArrayList<>();
    gaps.add((GapEvent) Objects.requireNonNull(poll(outbox, false)).messages().get(0));
    Outgoing second = Objects.requireNonNull(poll(outbox, false));
    gaps.add((GapEvent) second.messages().get(0));
    assertThat(gaps).extracting(GapEvent::layerId).containsExactlyInAnyOrder("one", "two");
    assertThat(gaps).extracting(GapEvent::lost).containsExactly(1L, 1L);
    List<String> rest = new ArrayList<>();
    for (Outgoing next = poll(outbox, true); next != null; next = poll(outbox, true)) {
      rest.addAll(ids(next));
    }
    assertThat(rest).contains("m3", "m5", "m7").doesNotContain("m1", "m2");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void returnsFromWaitingAsSoonAsSomethingIsDue() throws InterruptedException {
    Outbox outbox = outbox(PublisherOptions.DEFAULTS);
    add(outbox, Lane.URGENT, ONE);

    outbox.awaitDue(Duration.ofDays(1), 0);

    assertThat(ids(poll(outbox, false))).containsExactly("m1");
    add(outbox, Lane.TELEMETRY, ONE);
    now += 50 * MS;
    outbox.awaitDue(Duration.ofDays(1), 0);
    assertThat(ids(poll(outbox, false))).containsExactly("m2");
  }

  @Test
  void handsOutWhatFillsHalfOfItsBoundAndKeepsTheRestBehindIt() throws InterruptedException {
    Outbox outbox = outbox(holding(4));
    for (int i = 0; i < 3; i++) {
      add(outbox, Lane.TELEMETRY, ONE);
      now++;
    }

    Outgoing first = outbox.awaitExcess();
    assertThat(ids(first)).containsExactly("m1", "m2", "m3");
    add(outbox, Lane.TELEMETRY, ONE);
    assertThat(outbox.pollReports(true)).as("behind what is on its way").isNull();
    assertThat(outbox.isEmpty()).isFalse();
    outbox.diskFoundEmpty(outbox.spills());
    assertThat(outbox.isDiskFirst()).as("not on disk yet").isTrue();

    outbox.putBack(first);
    outbox.diskFoundEmpty(outbox.spills());
    assertThat(ids(outbox.pollReports(true))).containsExactly("m1", "m2", "m3", "m4");
  }

  @Test
  void looksOnDiskAgainForWhatWasWrittenDuringTheLook() throws InterruptedException {
    Outbox outbox = outbox(holding(4));
    for (int i = 0; i < 3; i++) {
      add(outbox, Lane.TELEMETRY, ONE);
    }
    long before = outbox.spills();

    outbox.awaitExcess();
    outbox.spilled();

    outbox.diskFoundEmpty(before);
    assertThat(outbox.isDiskFirst()).isTrue();
    outbox.diskFoundEmpty(outbox.spills());
    assertThat(outbox.isDiskFirst()).isFalse();
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void tellsEveryChannelOfALossThatNobodyCanCount() {
    Outbox outbox = outbox(PublisherOptions.DEFAULTS);
    add(outbox, Lane.TELEMETRY, ONE);
    outbox.sayDamaged();
    add(outbox, Lane.TELEMETRY, TWO);
    add(outbox, Lane.TELEMETRY, TWO);

    List<GapEvent> gaps = new ArrayList<>();
    for (Outgoing gap = outbox.pollUrgent(); gap != null; gap = outbox.pollUrgent()) {
      gaps.add((GapEvent) gap.messages().get(0));
    }

    assertThat(gaps).extracting(GapEvent::layerId).containsExactly("one", "two");
    assertThat(gaps).extracting(GapEvent::lost).containsOnlyNulls();
    assertThat(outbox.dropped()).isZero();
  }

  private void add(Outbox outbox, Lane lane, Channel channel) {
    String id = "m" + ++serial;
    Message message =
        Fixtures.heartbeat(Objects.requireNonNull(channel.layerId()), Duration.ofMillis(serial));
    outbox.add(new Outgoing(lane, channel, List.of(message), () -> confirmed.add(id)));
  }

  private static List<String> ids(@Nullable Outgoing outgoing) {
    return Objects.requireNonNull(outgoing).messages().stream()
        .map(message -> message.header().messageId())
        .map(id -> id.replaceAll("heartbeat-(one|two)-", "m"))
        .filter(id -> id.startsWith("m"))
        .toList();
  }
}
