package io.tamiyo.operators.delivery;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class InboundEntrySerializerTest {

  private final InboundEntryType type = new InboundEntryType();
  private final TypeSerializer<InboundEntry> serializer =
      type.createSerializer(new SerializerConfigImpl());

  private InboundEntry passed(InboundEntry entry) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(entry, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    InboundEntry read = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }

  private static Map<String, String> texts(Map<String, byte[]> fields) {
    Map<String, String> texts = new HashMap<>();
    fields.forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.UTF_8)));
    return texts;
  }

  private static void assertSame(InboundEntry read, InboundEntry sent) {
    assertThat(read.layer()).isEqualTo(sent.layer());
    assertThat(read.stream()).isEqualTo(sent.stream());
    assertThat(read.entryId()).isEqualTo(sent.entryId());
    assertThat(texts(read.fields())).isEqualTo(texts(sent.fields()));
  }

  @RandomSeeds
  void givesBackWhateverWasSent(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      InboundEntry sent =
          new InboundEntry(
              text(random), text(random), random.nextLong(), random.nextLong(), fields(random));
      assertSame(passed(sent), sent);
    }
  }

  private static String text(Random random) {
    String letter = random.nextInt(4) == 0 ? "\u00e9" : "x";
    return letter.repeat(random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(3))
        + random.nextInt(5_000);
  }

  private static Map<String, byte[]> fields(Random random) {
    Map<String, byte[]> fields = new HashMap<>();
    for (int i = random.nextInt(10); i > 0; i--) {
      fields.put(text(random), text(random).getBytes(StandardCharsets.UTF_8));
    }
    return fields;
  }

  @Test
  void makesOneTextOfOneThatComesAgain() throws Exception {
    InboundEntry first = passed(entry("a.b").heartbeat("x").build());
    InboundEntry second = passed(entry("a.b").heartbeat("y").build());
    assertThat(second.layer()).isSameAs(first.layer());
    assertThat(second.stream()).isSameAs(first.stream());
  }

  @Test
  void looksUpFieldsAsAnyMap() throws Exception {
    InboundEntry read = passed(entry("a").heartbeat("x").build());
    assertThat(read.fields()).containsKey("type").doesNotContainKey("absent");
    assertThat(read.fields().get("absent")).isNull();
    assertThat(new HashMap<>(read.fields())).hasSameSizeAs(read.fields());
    assertThat(read.fields().keySet()).isEqualTo(new HashMap<>(read.fields()).keySet());
  }

  @Test
  void givesEachThreadItsOwn() {
    assertThat(serializer.duplicate()).isNotSameAs(serializer).isEqualTo(serializer);
    InboundEntry entry = entry("a").heartbeat("x").build();
    assertThat(serializer.copy(entry)).isSameAs(entry);
    assertThat(serializer.createInstance().fields()).isEmpty();
    assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
  }

  @Test
  void refusesWhatALaterReleaseWrote() {
    DataInputDeserializer later = new DataInputDeserializer(new byte[] {9});
    assertThatThrownBy(() -> serializer.deserialize(later))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void isATypeOfItsOwn() {
    assertThat(type).isEqualTo(new InboundEntryType()).hasToString("InboundEntry");
    assertThat(type.hashCode()).isEqualTo(new InboundEntryType().hashCode());
    assertThat(type.canEqual(new InboundEntryType())).isTrue();
    assertThat(type.getTypeClass()).isEqualTo(InboundEntry.class);
    assertThat(type.isBasicType() || type.isTupleType() || type.isKeyType()).isFalse();
    assertThat(type.getArity() + type.getTotalFields()).isEqualTo(2);
  }
}
