package io.tamiyo.operators.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.operators.redis.source.FieldMap;
import io.tamiyo.operators.redis.source.FieldShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntryHeadTest {

  /** Name, value, name, value. */
  static FieldMap fields(String... texts) {
    String[] names = new String[texts.length / 2];
    byte[][] values = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      names[i] = texts[2 * i];
      values[i] = texts[2 * i + 1].getBytes(UTF_8);
    }
    return new FieldMap(new FieldShape(names), values);
  }

  private static EntryHead head(String layer, FieldMap fields) throws IOException {
    return EntryHead.of(layer, "kasmina.inbound." + layer, fields);
  }

  /** Whether a head is of an entry. */
  static boolean isOf(EntryHead head, String layer, String stream, FieldMap fields) {
    int[] repeating =
        IntStream.range(0, fields.shape().size())
            .filter(i -> EntryHeaders.repeats(fields.shape().name(i)))
            .toArray();
    return head.isOf(layer, stream, fields, repeating);
  }

  private static EntryHead read(byte[] bytes) throws IOException {
    return EntryHead.read(bytes, new SharedTexts());
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    for (FieldMap fields :
        new FieldMap[] {
          fields("type", "Heartbeat", "data", "{}", "layer", "a"),
          fields(),
          fields("\u00e9", "", "", "x")
        }) {
      for (String layer : new String[] {"encoder.0", "", "\u00e9\u4e2d"}) {
        EntryHead read = read(head(layer, fields).bytes());
        assertThat(isOf(read, layer, "kasmina.inbound." + layer, fields)).isTrue();
        assertThat(read.bytes()).isEqualTo(head(layer, fields).bytes());
      }
    }
  }

  @Test
  void holdsWhatRepeatsAndNothingElse() throws IOException {
    EntryHead read = read(head("a", fields("type", "Heartbeat", "sequence", "7")).bytes());
    assertThat(read.repeats(0)).isTrue();
    assertThat(read.value(0)).asString(UTF_8).isEqualTo("Heartbeat");
    assertThat(read.repeats(1)).isFalse();
    assertThat(isOf(read, "a", "kasmina.inbound.a", fields("type", "Heartbeat", "sequence", "8")))
        .isTrue();
  }

  @Test
  void isOfNoEntryThatDiffersInIt() throws IOException {
    EntryHead head = head("a", fields("type", "Heartbeat", "layer", "a"));
    String stream = "kasmina.inbound.a";
    assertThat(isOf(head, "a", stream, fields("type", "Heartbeat", "layer", "a"))).isTrue();
    assertThat(isOf(head, "b", stream, fields("type", "Heartbeat", "layer", "a"))).isFalse();
    assertThat(isOf(head, "a", "s", fields("type", "Heartbeat", "layer", "a"))).isFalse();
    assertThat(isOf(head, "a", stream, fields("type", "Heartbeat", "layer", "b"))).isFalse();
    assertThat(isOf(head, "a", stream, fields("layer", "a", "type", "Heartbeat"))).isFalse();
    assertThat(isOf(head, "a", stream, fields("type", "Heartbeat"))).isFalse();
  }

  @Test
  void isNotReadWhereItWasCutOff() throws IOException {
    byte[] bytes = head("encoder.0", fields("type", "Heartbeat", "data", "{}")).bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void givesHeadersThatShareWhatRepeats() throws Exception {
    EntryHead head = head("a", nativeFields("a", "1"));
    EntryHeader first = head.header(nativeFields("a", "1"));
    EntryHeader second = head.header(nativeFields("a", "2"));
    assertThat(second).isEqualTo(new EntryHeader("Heartbeat", "a", "p", 7, 2, 1, null, null));
    assertThat(second.type()).isSameAs(first.type());
    assertThat(second.layer()).isSameAs(first.layer());
  }

  @Test
  void saysWhatIsWrongWithEachEntry() throws Exception {
    EntryHead head = head("a", nativeFields("a", "1"));
    for (String sequence : new String[] {"x", "2", "0", "3"}) {
      FieldMap fields = nativeFields("a", sequence);
      if (sequence.equals("x") || sequence.equals("0")) {
        DecodeFailure failure =
            catchThrowableOfType(DecodeFailure.class, () -> head.header(fields));
        assertThat(failure.path()).isEqualTo(EntryFields.SEQUENCE);
      } else {
        assertThat(head.header(fields).sequence()).isEqualTo(Long.parseLong(sequence));
      }
    }
  }

  @Test
  void refusesEachEntryWhoseHeadIsWrong() throws Exception {
    EntryHead head = head("a", nativeFields("not a layer", "1"));
    for (String sequence : new String[] {"1", "2"}) {
      FieldMap fields = nativeFields("not a layer", sequence);
      DecodeFailure failure = catchThrowableOfType(DecodeFailure.class, () -> head.header(fields));
      assertThat(failure.path()).isEqualTo(EntryFields.LAYER);
    }
  }

  @Test
  void leavesWhatIsTooLongToEachEntry() throws Exception {
    FieldMap tooLong = nativeFields("a".repeat(129), "1");
    EntryHead head = head("a", tooLong);
    assertThat(head.repeats(0)).isTrue();
    assertThat(head.repeats(2)).isFalse();
    String stream = "kasmina.inbound.a";
    assertThat(isOf(head, "a", stream, nativeFields("b".repeat(129), "1"))).isTrue();
    assertThat(isOf(head, "a", stream, nativeFields("a", "1"))).isFalse();
    assertThat(isOf(head("a", nativeFields("a", "1")), "a", stream, tooLong)).isFalse();
    for (int i = 0; i < 2; i++) {
      DecodeFailure failure = catchThrowableOfType(DecodeFailure.class, () -> head.header(tooLong));
      assertThat(failure.path()).isEqualTo(EntryFields.LAYER);
    }
  }

  private static FieldMap nativeFields(String layer, String sequence) {
    return fields(
        EntryFields.TYPE, "Heartbeat",
        EntryFields.ENCODING, "json",
        EntryFields.LAYER, layer,
        EntryFields.PRODUCER, "p",
        EntryFields.PRODUCER_EPOCH, "7",
        EntryFields.SEQUENCE, sequence);
  }
}
