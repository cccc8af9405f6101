package io.tamiyo.operators.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.operators.config.LayerConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

  private static final String LAYER = "encoder.1";
  private static final Message MESSAGE = Heartbeats.of(LAYER, "m1");

  private static Delivery delivery(Message... messages) {
    EntryBuilder entry = EntryBuilder.entry(LAYER).from("host", 1, 1);
    return new Delivery(
        entry.holding(messages).build(),
        entry.header(),
        List.of(messages),
        LayerConfig.DEFAULTS,
        true,
        false,
        LedgerTerms.NONE);
  }

  @Test
  void saysWhatWasThrownAndByWhichLineOfOurs() {
    Failure failure = new Failure("detect", MESSAGE, new IllegalStateException("no room"));
    assertThat(failure.detail())
        .startsWith("detect failed: java.lang.IllegalStateException: no room at ")
        .contains("FailureTest.java:");
  }

  @Test
  void doesWithoutATraceWhereTheMachineLeavesItOut() {
    RuntimeException bare = new IllegalStateException("no room");
    bare.setStackTrace(new StackTraceElement[0]);
    assertThat(new Failure("detect", MESSAGE, bare).detail()).endsWith("no room");
    bare.setStackTrace(new StackTraceElement[] {new StackTraceElement("java.Any", "x", "y", 1)});
    assertThat(new Failure("detect", MESSAGE, bare).detail()).endsWith("no room");
  }

  @Test
  void takesOneMessageOutOfItsDeliveryAndLeavesItsNeighbours() {
    Message same = Heartbeats.of(LAYER, "m1");
    Delivery delivery = delivery(MESSAGE, same);
    Failure failure = new Failure("detect", same, new IllegalStateException());
    Delivery rest = delivery.without(failure);
    assertThat(rest.messages()).singleElement().isSameAs(MESSAGE);
    assertThat(rest.failures()).containsExactly(failure);
    assertThat(delivery.failures()).isEmpty();
  }

  @Test
  void namesTheEntryThatMustNotBePassedOver() {
    RuntimeException cause = new IllegalStateException("no room");
    assertThat(EntryFailedException.of("track", delivery(MESSAGE), cause))
        .hasCause(cause)
        .hasMessageContaining("track failed on entry 0-0 of kasmina.inbound.encoder.1")
        .hasMessageContaining("layer encoder.1, messages [Heartbeat m1]")
        .hasMessageContaining("no room");
  }
}
