package io.tamiyo.contracts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryHeadersTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void readsWhatTheWriterWrote() throws DecodeFailure {
    EntryHeader place = new EntryHeader("Tick", "layer-1", "host-1", 4, 9, 2, TRACE, "1700-3");
    assertThat(EntryHeaders.read(fields(place))).isEqualTo(place);
    assertThat(place.isSequenced()).isTrue();
  }

  @Test
  void readsAnEntryWithoutAPlace() throws DecodeFailure {
    EntryHeader place = new EntryHeader("Tick", null, null, 0, 0, 1, null, null);
    assertThat(EntryHeaders.read(fields(place))).isEqualTo(place);
    assertThat(place.isSequenced()).isFalse();
  }

  @Test
  void knowsOnlyTheTypeOfAPythonEntry() throws DecodeFailure {
    Map<String, byte[]> fields = new HashMap<>();
    fields.put(EntryFields.TYPE, "Heartbeat".getBytes(UTF_8));
    fields.put(EntryFields.PRODUCER, "../x".getBytes(UTF_8));
    assertThat(EntryHeaders.read(fields).type()).isEqualTo("Heartbeat");
    assertThat(EntryHeaders.read(fields).isSequenced()).isFalse();
    fields.put(EntryFields.TYPE, "<>".getBytes(UTF_8));
    assertThat(EntryHeaders.read(fields).type()).isEmpty();
    fields.put(EntryFields.TYPE, new byte[1000]);
    assertThat(EntryHeaders.read(fields).type()).isEmpty();
    fields.remove(EntryFields.TYPE);
    assertThat(EntryHeaders.read(fields).type()).isEmpty();
  }

  @Test
  void knowsOfAPythonEntryWhetherItIsReplayed() throws DecodeFailure {
    Map<String, byte[]> fields = new HashMap<>();
    fields.put(EntryFields.REPLAY_OF, "1700-3".getBytes(UTF_8));
    assertThat(EntryHeaders.read(fields).replayOf()).isEqualTo("1700-3");
    fields.put(EntryFields.REPLAY_OF, "something of its own".getBytes(UTF_8));
    assertThat(EntryHeaders.read(fields).replayOf()).isNull();
  }

  @Test
  void knowsWhichMessageIsReplayed() {
    Map<String, byte[]> fields = new HashMap<>();
    assertThat(EntryHeaders.replayedOrdinal(fields)).isEqualTo(-1);
    fields.put(EntryFields.REPLAY_ORDINAL, "17".getBytes(UTF_8));
    assertThat(EntryHeaders.replayedOrdinal(fields)).isEqualTo(17);
    fields.put(EntryFields.REPLAY_ORDINAL, "9999999999".getBytes(UTF_8));
    assertThat(EntryHeaders.replayedOrdinal(fields)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "layer, ../x", "layer, *", "producer, a..b", "producer, ''", "producer_epoch, -1",
    "producer_epoch, x", "sequence, 0", "sequence, 99999999999999999999", "count, 0", "count, 1.5",
    "replay_of, 17", "type, <script>"
  })
  void refusesFieldsThatCannotBe(String field, String value) {
    DecodeFailure failure = failure(field, value.getBytes(UTF_8));
    assertThat(failure.reason()).isEqualTo(Reason.INVALID_FIELD);
    assertThat(failure.path()).isEqualTo(field);
  }

  @Test
  void refusesFieldsOfTenKilobytes() {
    for (String field : List.of("type", "layer", "producer", "sequence", "replay_of")) {
      DecodeFailure failure = failure(field, "1".repeat(10_240).getBytes(UTF_8));
      assertThat(failure.reason()).isEqualTo(Reason.INVALID_FIELD);
      assertThat(failure.getMessage()).hasSizeLessThan(200);
    }
  }

  @Test
  void refusesAProducerWithoutASequence() {
    for (String field : List.of(EntryFields.SEQUENCE, EntryFields.PRODUCER_EPOCH)) {
      Map<String, byte[]> fields = fields(Fixtures.entry("Tick", "layer-1", 1));
      fields.remove(field);
      DecodeFailure failure =
          catchThrowableOfType(DecodeFailure.class, () -> EntryHeaders.read(fields));
      assertThat(failure.reason()).isEqualTo(Reason.MISSING_FIELD);
      assertThat(failure.path()).isEqualTo(field);
    }
  }

  @Test
  void leavesOutATraceContextThatIsNone() throws DecodeFailure {
    for (String trace : List.of("", "00-zz", "x".repeat(1000))) {
      Map<String, byte[]> fields = fields(Fixtures.entry("Tick", "layer-1", 1));
      fields.put(EntryFields.TRACEPARENT, trace.getBytes(UTF_8));
      assertThat(EntryHeaders.read(fields).traceparent()).isNull();
    }
  }

  private static DecodeFailure failure(String field, byte[] value) {
    Map<String, byte[]> fields = fields(Fixtures.entry("Tick", "layer-1", 1));
    fields.put(field, value);
    return catchThrowableOfType(DecodeFailure.class, () -> EntryHeaders.read(fields));
  }

  private static Map<String, byte[]> fields(EntryHeader place) {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      var tick = Fixtures.tick("layer-1", Fixtures.seconds(1));
      return new HashMap<>(writer.write(place, java.util.Collections.nCopies(place.count(), tick)));
    }
  }
}
