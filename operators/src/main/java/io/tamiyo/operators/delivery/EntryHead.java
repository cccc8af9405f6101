package io.tamiyo.operators.delivery;

import io.tamiyo.operators.redis.source.FieldShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What an entry has in common with most others of its stream.
 *
 * @param layer the key
 * @param stream the Redis key
 * @param shape the names of its fields
 */
record EntryHead(String layer, String stream, FieldShape shape) {

  /** Its bytes: each text as its length, an int, and itself in UTF-8; before the names how many. */
  byte[] bytes() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    write(layer, out);
    write(stream, out);
    out.writeInt(shape.size());
    for (int i = 0; i < shape.size(); i++) {
      write(shape.name(i), out);
    }
    return out.getCopyOfBuffer();
  }

  /** The head of the first bytes of a buffer. */
  static EntryHead of(byte[] buffer, int length) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(buffer, 0, length);
    String layer = read(in);
    String stream = read(in);
    String[] names = new String[in.readInt()];
    for (int i = 0; i < names.length; i++) {
      names[i] = read(in).intern();
    }
    return new EntryHead(layer, stream, new FieldShape(names));
  }

  /** The same, with the object of another shape when it has the same names. */
  EntryHead sharing(@Nullable FieldShape other) {
    return other != null && other.equals(shape) ? new EntryHead(layer, stream, other) : this;
  }

  private static void write(String text, DataOutputSerializer out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputDeserializer in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
