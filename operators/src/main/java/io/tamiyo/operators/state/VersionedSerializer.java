package io.tamiyo.operators.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a state value behind one byte that says in which version, so that a later release reads
 * what an earlier one wrote. A subclass has a public constructor without arguments, and a public
 * static nested {@code SimpleTypeSerializerSnapshot} of its own.
 *
 * @param <T> what is kept
 */
public abstract class VersionedSerializer<T> extends TypeSerializerSingleton<T> {

  private static final long serialVersionUID = 1;

  /** The version that {@link #write} writes, 1 to 127. */
  protected abstract int version();

  /** Writes a value in the current version. */
  protected abstract void write(T value, DataOutputView target) throws IOException;

  /**
   * Reads a value of a version from 1 to the current one.
   *
   * @throws IOException when the bytes are no such value
   */
  protected abstract T read(int version, DataInputView source) throws IOException;

  @Override
  public final void serialize(T value, DataOutputView target) throws IOException {
    target.writeByte(version());
    write(value, target);
  }

  @Override
  public final T deserialize(DataInputView source) throws IOException {
    int found = source.readByte();
    if (found < 1 || found > version()) {
      throw new IOException(
          getClass().getSimpleName()
              + " finds state of version "
              + found
              + ", but reads 1 to "
              + version()
              + "; start the release that wrote it, or a later one");
    }
    return read(found, source);
  }

  @Override
  public final T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public final T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public final boolean isImmutableType() {
    return false;
  }

  @Override
  public final int getLength() {
    return -1;
  }
}
