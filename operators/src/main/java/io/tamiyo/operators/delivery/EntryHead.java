package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.operators.redis.source.FieldMap;
import io.tamiyo.operators.redis.source.FieldShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What an entry has in common with many others of its stream: where it stood, the names of its
 * fields, and the values of those that {@link EntryHeaders#repeats}, unless they are too long to be
 * any. So these are sent as one block, and read once. Belongs to one thread.
 */
final class EntryHead {

  /** Stands where a value would begin that each entry has of its own. */
  private static final int OWN = -1;

  /** No field that repeats may be longer: what is longer is refused, each time it comes. */
  private static final int MAX_REPEATED_BYTES = 128;

  private final String layer;
  private final String stream;
  private final FieldShape shape;

  /** By index in the shape; null where each entry has its own. */
  private final byte[] @Nullable [] repeated;

  private final byte[] bytes;
  private final boolean tellsHeaders;
  private @Nullable EntryHeader sample;

  private EntryHead(
      String layer, String stream, FieldShape shape, byte[] @Nullable [] repeated, byte[] bytes) {
    this.layer = layer;
    this.stream = stream;
    this.shape = shape;
    this.repeated = repeated;
    this.bytes = bytes;
    this.tellsHeaders =
        IntStream.range(0, repeated.length)
            .allMatch(i -> (repeated[i] != null) == EntryHeaders.repeats(shape.name(i)));
  }

  /** The head of an entry. */
  static EntryHead of(String layer, String stream, FieldMap fields) throws IOException {
    FieldShape shape = fields.shape();
    byte[] @Nullable [] repeated = new byte[shape.size()][];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = EntryHeaders.repeats(shape.name(i)) ? shared(fields.value(i)) : null;
    }
    return new EntryHead(layer, stream, shape, repeated, written(layer, stream, shape, repeated));
  }

  private static byte @Nullable [] shared(byte[] value) {
    return value.length <= MAX_REPEATED_BYTES ? value : null;
  }

  /**
   * Reads a head that {@link #bytes} gave.
   *
   * @param bytes kept; the caller hands them over
   * @param texts gives texts and shapes that are equal as one object
   */
  static EntryHead read(byte[] bytes, SharedTexts texts) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    String layer = texts.shared(text(in));
    String stream = texts.shared(text(in));
    String[] names = new String[in.readInt()];
    byte[] @Nullable [] repeated = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      names[i] = texts.shared(text(in));
      int length = in.readInt();
      repeated[i] = length == OWN ? null : exactly(length, in);
    }
    return new EntryHead(layer, stream, texts.shared(new FieldShape(names)), repeated, bytes);
  }

  String layer() {
    return layer;
  }

  String stream() {
    return stream;
  }

  FieldShape shape() {
    return shape;
  }

  /** Its bytes, which are not changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether a field, by its index in the shape, has the same value in each entry. */
  boolean repeats(int index) {
    return repeated[index] != null;
  }

  /** The value of a field that repeats, by its index in the shape. */
  byte[] value(int index) {
    return Objects.requireNonNull(repeated[index]);
  }

  /**
   * Whether this is the head of an entry.
   *
   * @param repeating the indexes in the entry's shape of the fields that repeat
   */
  boolean isOf(String ofLayer, String ofStream, FieldMap fields, int[] repeating) {
    if (!shape.equals(fields.shape()) || !layer.equals(ofLayer) || !stream.equals(ofStream)) {
      return false;
    }
    for (int index : repeating) {
      if (!Arrays.equals(repeated[index], shared(fields.value(index)))) {
        return false;
      }
    }
    return true;
  }

  /** The header of an entry of this head; what repeats in it is read of the first one only. */
  EntryHeader header(FieldMap fields) throws DecodeFailure {
    EntryHeader like = sample;
    if (like != null) {
      return EntryHeaders.readLike(like, fields);
    }
    EntryHeader header = EntryHeaders.read(fields);
    sample = tellsHeaders ? header : null;
    return header;
  }

  /** Each text as its length, an int, and itself in UTF-8; before the names how many. */
  private static byte[] written(
      String layer, String stream, FieldShape shape, byte[] @Nullable [] repeated)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    write(layer.getBytes(StandardCharsets.UTF_8), out);
    write(stream.getBytes(StandardCharsets.UTF_8), out);
    out.writeInt(repeated.length);
    for (int i = 0; i < repeated.length; i++) {
      write(shape.name(i).getBytes(StandardCharsets.UTF_8), out);
      byte[] value = repeated[i];
      if (value == null) {
        out.writeInt(OWN);
      } else {
        write(value, out);
      }
    }
    return out.getCopyOfBuffer();
  }

  private static void write(byte[] bytes, DataOutputSerializer out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputDeserializer in) throws IOException {
    return new String(exactly(in.readInt(), in), StandardCharsets.UTF_8);
  }

  private static byte[] exactly(int length, DataInputDeserializer in) throws IOException {
    byte[] read = new byte[length];
    in.readFully(read);
    return read;
  }
}
