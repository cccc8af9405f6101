package io.tamiyo.contracts.wire.columnar;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Writes columns: {@code {host_epoch, first_seed | seed_ids, states, revisions, epochs_in_state,
 * metrics: [{name, values | planes, measured}]}}.
 *
 * <p>In CBOR they are typed arrays: whole numbers in the least width that holds them, values as
 * float32 (a value is rounded to it; one beyond its range makes its column float64). Of more than
 * {@value #PLANES_ABOVE} values the bytes are split into planes. {@code measured} is a bit set,
 * lowest bit first, of the rows that have a value; absent when all have one. {@code first_seed}
 * stands for ids without a hole. In JSON they are plain arrays, with null for what was not
 * measured.
 */
public final class ColumnsSerializer extends StdSerializer<SeedColumns> {

  private static final long serialVersionUID = 1;
  private static final int PLANES_ABOVE = 64;

  /** A serializer for CBOR and JSON. */
  public ColumnsSerializer() {
    super(SeedColumns.class);
  }

  @Override
  public void serialize(SeedColumns columns, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    out.writeStartObject();
    out.writeNumberField("host_epoch", columns.hostEpoch());
    writeSeedIds(columns.seedIds(), out);
    out.writeFieldName("states");
    writeStates(columns.states(), out);
    out.writeFieldName("revisions");
    writeIntegers(columns.revisions(), out);
    out.writeFieldName("epochs_in_state");
    writeIntegers(widened(columns.epochsInState()), out);
    out.writeArrayFieldStart("metrics");
    for (MetricColumn column : columns.metrics()) {
      writeColumn(column, out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeSeedIds(int[] ids, JsonGenerator out) throws IOException {
    boolean hasHole = ids.length == 0 || ids[ids.length - 1] - ids[0] != ids.length - 1;
    if (!hasHole) {
      out.writeNumberField("first_seed", ids[0]);
      return;
    }
    out.writeFieldName("seed_ids");
    writeIntegers(widened(ids), out);
  }

  private static void writeStates(byte[] states, JsonGenerator out) throws IOException {
    if (out instanceof CBORGenerator cbor) {
      write(TypedArray.ofBytes(states), cbor);
      return;
    }
    out.writeStartArray();
    for (byte state : states) {
      out.writeNumber(state);
    }
    out.writeEndArray();
  }

  private static void writeIntegers(long[] values, JsonGenerator out) throws IOException {
    if (out instanceof CBORGenerator cbor) {
      write(TypedArray.of(values), cbor);
      return;
    }
    out.writeArray(values, 0, values.length);
  }

  private static void writeColumn(MetricColumn column, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", column.name());
    if (out instanceof CBORGenerator cbor) {
      writeTyped(column, cbor);
    } else {
      writePlain(column, out);
    }
    out.writeEndObject();
  }

  private static void writeTyped(MetricColumn column, CBORGenerator out) throws IOException {
    TypedArray values = TypedArray.of(onlyMeasured(column));
    if (column.values().length > PLANES_ABOVE && values.tag() == TypedArray.FLOAT32) {
      out.writeFieldName("planes");
      out.writeBinary(BytePlanes.split(values.bytes(), Float.BYTES));
    } else {
      out.writeFieldName("values");
      write(values, out);
    }
    if (!Bits.areAllSet(column.measured())) {
      out.writeFieldName("measured");
      out.writeBinary(Bits.pack(column.measured()));
    }
  }

  private static double[] onlyMeasured(MetricColumn column) {
    double[] values = new double[column.values().length];
    int count = 0;
    for (int row = 0; row < values.length; row++) {
      if (column.measured()[row]) {
        values[count++] = column.values()[row];
      }
    }
    return Arrays.copyOf(values, count);
  }

  private static void writePlain(MetricColumn column, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("values");
    for (int row = 0; row < column.values().length; row++) {
      if (column.measured()[row]) {
        out.writeNumber(column.values()[row]);
      } else {
        out.writeNull();
      }
    }
    out.writeEndArray();
  }

  private static void write(TypedArray array, CBORGenerator out) throws IOException {
    out.writeTag(array.tag());
    out.writeBinary(array.bytes());
  }

  private static long[] widened(int[] values) {
    return IntStream.of(values).asLongStream().toArray();
  }
}
