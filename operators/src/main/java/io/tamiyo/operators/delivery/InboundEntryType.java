package io.tamiyo.operators.delivery;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of entries on their way through the only shuffle, in {@link InboundEntrySerializer}. */
public final class InboundEntryType extends TypeInformation<InboundEntry> {

  private static final long serialVersionUID = 1;

  @Override
  public TypeSerializer<InboundEntry> createSerializer(SerializerConfig config) {
    return new InboundEntrySerializer();
  }

  @Override
  public Class<InboundEntry> getTypeClass() {
    return InboundEntry.class;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof InboundEntryType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InboundEntryType;
  }

  @Override
  public int hashCode() {
    return InboundEntryType.class.hashCode();
  }

  @Override
  public String toString() {
    return "InboundEntry";
  }
}
