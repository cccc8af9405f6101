package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.sink.StreamTrim;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboundEntriesTest {

  private final StreamNames names = StreamNames.unnamed();
  private final OutboundEntries entries = new OutboundEntries(names, 10);

  @Test
  void leavesAControlLogToTheSourceThatReadsIt() {
    assertThat(entries.serialize(outbound(names.control("enc.1"))).trim()).isNull();
  }

  @Test
  void boundsAStreamThatOnlyPeopleRead() {
    assertThat(entries.serialize(outbound(names.alerts())).trim())
        .isEqualTo(StreamTrim.maxLength(10));
    assertThat(entries.serialize(outbound(names.alerts())).stream()).isEqualTo("kasmina.alert");
    assertThatThrownBy(() -> new OutboundEntries(names, 0)).hasMessageContaining("sideEntries");
  }

  private static DeadLetter letterOf(StreamAppend append) {
    return TestingCodec.only(DeadLetter.class, new Outbound(append.stream(), append.fields()));
  }

  private static Outbound outbound(String stream) {
    return new Outbound(stream, Map.of("data", new byte[] {1}));
  }

  @Test
  void makesADeadLetterOfWhatAStreamOfPeopleCanNotTake() {
    Heartbeat message = Heartbeats.of("encoder.1", "m1");
    Map<String, byte[]> fields =
        TestingCodec.fields(Places.of("Heartbeat", "encoder.1", 1), List.of(message));
    StreamAppend refused = StreamAppend.of(names.routed("pager"), fields);

    StreamAppend instead = entries.instead(refused, "WRONGTYPE no stream").orElseThrow();

    assertThat(instead.stream()).isEqualTo(names.deadLetters());
    assertThat(instead.trim()).isNotNull();
    DeadLetter letter = letterOf(instead);
    assertThat(letter.reason()).isEqualTo("refused");
    assertThat(letter.detail()).isEqualTo("WRONGTYPE no stream");
    assertThat(letter.layerId()).isEqualTo("encoder.1");
    assertThat(letter.stream()).isEqualTo(names.routed("pager"));
    assertThat(letter.header().source()).isEqualTo("tamiyo/sink");
    assertThat(letter.fields()).containsOnlyKeys(fields.keySet());
    assertThat(letterOf(entries.instead(refused, "again").orElseThrow()).header().messageId())
        .isEqualTo(letter.header().messageId());
  }

  @Test
  void makesADeadLetterOfWhatItCanNotReadToo() {
    StreamAppend refused = StreamAppend.of(names.alerts(), Map.of("data", new byte[] {1}));
    StreamAppend instead = entries.instead(refused, "NOPERM").orElseThrow();
    assertThat(letterOf(instead).layerId()).isNull();
  }

  @Test
  void makesNoDeadLetterOfCommandsNorOfDeadLetters() {
    for (String stream : List.of(names.control("encoder.1"), names.deadLetters())) {
      StreamAppend refused = StreamAppend.of(stream, Map.of("data", new byte[1]));
      assertThat(entries.instead(refused, "WRONGTYPE")).isEmpty();
    }
  }
}
