package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * Turns an entry into the text of its field {@code v}, a gap into {@code GAP stream KIND lost} and
 * the end into {@code CAUGHT UP stream}. An entry without that field cannot be read.
 */
public final class TextDeserializer implements EntryDeserializer<String> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(StreamEntry entry, Collector<String> out) {
    byte[] value = Objects.requireNonNull(entry.fields().get("v"), "no field v");
    out.collect(new String(value, StandardCharsets.UTF_8));
  }

  @Override
  public void gap(StreamGap gap, Collector<String> out) {
    out.collect("GAP %s %s %d".formatted(gap.stream(), gap.kind(), gap.lost()));
  }

  @Override
  public void caughtUp(String stream, StreamId at, Collector<String> out) {
    out.collect("CAUGHT UP " + stream);
  }

  @Override
  public TypeInformation<String> getProducedType() {
    return Types.STRING;
  }
}
