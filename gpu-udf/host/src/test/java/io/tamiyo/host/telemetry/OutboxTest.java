package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import java.time.Duration;
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
    return new Outbox(
        options,
        () -> now,
        (channel, lost) ->
            new GapEvent(
                Fixtures.header("gap", Duration.ZERO),
                channel.stream(),
                channel.layerId(),
                lost,
                "full",
                "host-1",
                null,
                null));
  }

  @Test
  void sendsUrgentMessagesBeforeReportsThatCameEarlier() {
    Outbox outbox = outbox(PublisherOptions.DEFAULTS);
    add(outbox, Lane.TELEMETRY, ONE);
    add(outbox, Lane.URGENT, TWO);
    add(outbox, Lane.URGENT, ONE);

    assertThat(ids(outbox.poll(true))).containsExactly("m2");
    assertThat(ids(outbox.poll(true))).containsExactly("m3");
    assertThat(ids(outbox.poll(true))).containsExactly("m1");
    assertThat(outbox.poll(true)).isNull();
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void collectsTheReportsOfALayerForAWindow() {
    Outbox outbox = outbox(PublisherOptions.DEFAULTS);
    add(outbox, Lane.TELEMETRY, ONE);
    now += 30 * MS;
    add(outbox, Lane.TELEMETRY, TWO);
    add(outbox, Lane.TELEMETRY, ONE);
    assertThat(outbox.poll(false)).isNull();

    now += 20 * MS;
    assertThat(ids(outbox.poll(false))).containsExactly("m1", "m3");
    assertThat(outbox.poll(false)).isNull();
    now += 30 * MS;
    assertThat(ids(outbox.poll(false))).containsExactly("m2");
  }

  @Test
  void doesNotWaitForTheWindowWhenABatchIsFullOrAllIsFlushed() {
    Outbox outbox = outbox(new PublisherOptions(Duration.ofSeconds(9), 3, 1 << 20, 1 << 20, 9));
    for (int i = 0; i < 4; i++) {
      add(outbox, Lane.TELEMETRY, ONE);
    }

    assertThat(ids(outbox.poll(false))).containsExactly("m1", "m2", "m3");
    assertThat(outbox.poll(false)).isNull();
    assertThat(ids(outbox.poll(true))).containsExactly("m4");
  }

  @Test
  void keepsEntriesBelowTheirSize() {
    Outbox outbox = outbox(new PublisherOptions(Duration.ZERO, 100, 2500, 1 << 20, 9));
    for (int i = 0; i < 3; i++) {
      add(outbox, Lane.TELEMETRY, ONE);
    }

    assertThat(ids(outbox.poll(false))).containsExactly("m1", "m2");
    assertThat(ids(outbox.poll(false))).containsExactly("m3");
  }

  @Test
  void joinsUrgentMessagesOfOneChannelInTheirOrder() {
    Outbox outbox = outbox(new PublisherOptions(Duration.ZERO, 2, 1 << 20, 1 << 20, 9));
    add(outbox, Lane.URGENT, ONE);
    add(outbox, Lane.URGENT, ONE);
    add(outbox, Lane.URGENT, ONE);
    add(outbox, Lane.URGENT, TWO);

    Outgoing first = Objects.requireNonNull(outbox.poll(false));
    assertThat(ids(first)).containsExactly("m1", "m2");
    assertThat(ids(outbox.poll(false))).containsExactly("m3");
    assertThat(ids(outbox.poll(false))).containsExactly("m4");
    first.confirmed().run();
    assertThat(confirmed).containsExactly("m1", "m2");
  }

  @Test
  void dropsTheOldestReportsBeyondItsBoundAndSaysSo() {
    Outbox outbox = outbox(new PublisherOptions(Duration.ZERO, 100, 1 << 20, 3 * 1024 + 100, 9));
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
    gaps.add((GapEvent) Objects.requireNonNull(outbox.poll(false)).messages().get(0));
    Outgoing second = Objects.requireNonNull(outbox.poll(false));
    gaps.add((GapEvent) second.messages().get(0));
    assertThat(gaps).extracting(GapEvent::layerId).containsExactlyInAnyOrder("one", "two");
    assertThat(gaps).extracting(GapEvent::lost).containsExactly(1L, 1L);
    List<String> rest = new ArrayList<>();
    for (Outgoing next = outbox.poll(true); next != null; next = outbox.poll(true)) {
      rest.addAll(ids(next));
    }
    assertThat(rest).contains("m3", "m5", "m7").doesNotContain("m1", "m2");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void returnsFromWaitingAsSoonAsSomethingIsDue() throws InterruptedException {
    Outbox outbox = outbox(PublisherOptions.DEFAULTS);
    add(outbox, Lane.URGENT, ONE);

    outbox.awaitDue(Duration.ofDays(1));

    assertThat(ids(outbox.poll(false))).containsExactly("m1");
    add(outbox, Lane.TELEMETRY, ONE);
    now += 50 * MS;
    outbox.awaitDue(Duration.ofDays(1));
    assertThat(ids(outbox.poll(false))).containsExactly("m2");
  }

  private void add(Outbox outbox, Lane lane, Channel channel) {
    String id = "m" + ++serial;
    Message message =
        Fixtures.heartbeat(Objects.requireNonNull(channel.layerId()), Duration.ofMillis(serial));
    outbox.add(lane, new Outgoing(channel, List.of(message), () -> confirmed.add(id)));
  }

  private static List<String> ids(@Nullable Outgoing outgoing) {
    return Objects.requireNonNull(outgoing).messages().stream()
        .map(message -> message.header().messageId())
        .map(id -> id.replaceAll("heartbeat-(one|two)-", "m"))
        .filter(id -> id.startsWith("m"))
        .toList();
  }
}
