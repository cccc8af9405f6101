package io.tamiyo.operators.delivery;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.EntryFields;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingTest {

  private static final String LAYER = "encoder.1";
  private final TestingCodec codec = new TestingCodec();

  private EntryBuilder three() {
    return entry(LAYER)
        .holding(
            Heartbeats.of(LAYER, "a"), Heartbeats.of("another", "b"), Heartbeats.of(LAYER, "c"));
  }

  private Reading only(EntryBuilder builder, String ordinal) {
    return Reading.of(builder.field(EntryFields.REPLAY_ORDINAL, ordinal).build(), codec);
  }

  @Test
  void readsAllMessagesOfItsLayer() {
    Reading all = Reading.of(three().withoutLayerField().build(), codec);
    assertThat(all.messages()).hasSize(2);
    assertThat(all.bad()).singleElement().satisfies(bad -> assertThat(bad.ordinal()).isOne());
    assertThat(all.badCount()).isOne();
  }

  @Test
  void readsOfAReplayedEntryTheOneMessageThatIsTriedAgain() {
    assertThat(only(three(), "2").messages())
        .singleElement()
        .satisfies(message -> assertThat(message.header().messageId()).isEqualTo("c"));
    assertThat(only(three(), "2").bad()).isEmpty();
    Reading another = only(three(), "1");
    assertThat(another.messages()).isEmpty();
    assertThat(another.bad()).singleElement().satisfies(bad -> assertThat(bad.ordinal()).isOne());
  }

  @Test
  void countsOneMessageWhenAReplayedEntryStillCannotBeRead() {
    Reading poison = only(entry(LAYER).poison(7), "3");
    assertThat(poison.badCount()).isOne();
    assertThat(poison.bad().get(0).ordinal()).isEqualTo(3);
  }

  @Test
  void findsWantingAnOrdinalBeyondTheEntry() {
    Reading beyond = only(three(), "3");
    assertThat(beyond.messages()).isEmpty();
    assertThat(beyond.bad())
        .singleElement()
        .satisfies(
            bad -> {
              assertThat(bad.failure().reason()).isEqualTo(Reason.INVALID_FIELD);
              assertThat(bad.failure())
                  .hasMessage("replay_ordinal: is 3; the entry holds 3 messages");
            });
  }

  @Test
  void takesAnOrdinalThatIsNoneForAbsent() {
    assertThat(only(three().withoutLayerField(), "-1").messages()).hasSize(2);
    assertThat(only(three().withoutLayerField(), "all").messages()).hasSize(2);
  }

  @Test
  void replaysOneMessageOfTheOldWireToo() {
    String heartbeat =
        "{\"message_type\":\"Heartbeat\",\"message_id\":\"x\",\"timestamp\":1.0,"
            + "\"service_id\":\"s\",\"uptime_seconds\":1,\"status\":\"healthy\"}";
    Map<String, byte[]> fields = new HashMap<>();
    fields.put(EntryFields.DATA, heartbeat.getBytes(StandardCharsets.UTF_8));
    fields.put(EntryFields.REPLAY_ORDINAL, "0".getBytes(StandardCharsets.UTF_8));
    InboundEntry python = new InboundEntry(LAYER, "kasmina.inbound." + LAYER, 1, 0, fields);
    assertThat(Reading.of(python, codec).messages()).hasSize(1);
  }
}
