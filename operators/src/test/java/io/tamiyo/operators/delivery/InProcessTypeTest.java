package io.tamiyo.operators.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class InProcessTypeTest {

  private final InProcessType<LedgerTerms> type = InProcessType.of(LedgerTerms.class);
  private final TypeSerializer<LedgerTerms> serializer =
      type.createSerializer(new SerializerConfigImpl());

  @Test
  void passesTheSameObjectAlongTheChain() {
    LedgerTerms terms = new LedgerTerms(1, 0, 0, 0, 0);
    assertThat(serializer.copy(terms)).isSameAs(terms);
    assertThat(serializer.copy(terms, LedgerTerms.NONE)).isSameAs(terms);
    assertThat(serializer.isImmutableType()).isTrue();
    assertThat(serializer.duplicate()).isSameAs(serializer);
    assertThat(serializer.getLength()).isEqualTo(-1);
  }

  @Test
  void refusesToLeaveItsVertexAndSaysWhatToDo() {
    DataOutputSerializer target = new DataOutputSerializer(8);
    DataInputDeserializer source = new DataInputDeserializer(new byte[8]);
    refused(serializer::createInstance);
    refused(() -> serializer.serialize(LedgerTerms.NONE, target));
    refused(() -> serializer.deserialize(source));
    refused(() -> serializer.deserialize(LedgerTerms.NONE, source));
    refused(() -> serializer.copy(source, target));
    refused(serializer::snapshotConfiguration);
  }

  @Test
  void travelsToWhereItIsUsed() throws Exception {
    InProcessType<?> arrived = InstantiationUtil.clone(type);
    assertThat(arrived).isEqualTo(type).hasSameHashCodeAs(type);
    assertThat(arrived.canEqual(type)).isTrue();
    assertThat(type).isNotEqualTo(InProcessType.of(Delivery.class));
    assertThat(InstantiationUtil.clone(serializer))
        .isEqualTo(serializer)
        .hasSameHashCodeAs(serializer);
  }

  @Test
  void saysWhatItIs() {
    assertThat(type).hasToString("InProcess(LedgerTerms)");
    assertThat(type.getTypeClass()).isEqualTo(LedgerTerms.class);
    assertThat(type.isBasicType() || type.isTupleType() || type.isKeyType()).isFalse();
    assertThat(type.getArity()).isEqualTo(1);
    assertThat(type.getTotalFields()).isEqualTo(1);
  }

  private static void refused(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LedgerTerms")
        .hasMessageContaining("pipeline.operator-chaining.enabled");
  }
}
