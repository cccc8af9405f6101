package io.tamiyo.operators.delivery;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Passes references and refuses bytes; see {@link InProcessType}. */
final class InProcessSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;

  InProcessSerializer(Class<T> type) {
    this.type = type;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public T createInstance() {
    throw refusal();
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    throw refusal();
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    throw refusal();
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    throw refusal();
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    throw refusal();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    throw refusal();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InProcessSerializer<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  private IllegalStateException refusal() {
    return new IllegalStateException(
        type.getSimpleName()
            + " would leave its vertex: the layer operators must be chained at equal parallelism;"
            + " set pipeline.operator-chaining.enabled to true");
  }
}
