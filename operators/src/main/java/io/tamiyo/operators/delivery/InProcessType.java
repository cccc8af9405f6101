package io.tamiyo.operators.delivery;

import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The type of records that never leave their vertex: the operators of a layer are chained, so what
 * they hand on is passed by reference. Serializing one fails at once with the cause, instead of
 * making every message slow.
 *
 * @param <T> an immutable class
 */
public final class InProcessType<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;

  private InProcessType(Class<T> type) {
    this.type = type;
  }

  /** The type of an immutable class that is only passed along a chain. */
  public static <T> InProcessType<T> of(Class<T> type) {
    return new InProcessType<>(type);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new InProcessSerializer<>(type);
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
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
    return other instanceof InProcessType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InProcessType<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type);
  }

  @Override
  public String toString() {
    return "InProcess(" + type.getSimpleName() + ")";
  }
}
