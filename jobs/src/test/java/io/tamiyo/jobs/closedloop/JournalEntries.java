package io.tamiyo.jobs.closedloop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.InboundEntryType;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.source.EntryDeserializer;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a layer: one stream that holds, in the order in which a job got them, the entries
 * of the layer's inbound stream and of its control log, each with the stream and the id that it
 * had.
 */
final class JournalEntries implements EntryDeserializer<InboundEntry> {

  private static final long serialVersionUID = 1;

  /** More entries than a stream of a test has. */
  static final int ALL = 1_000_000;

  private static final String PREFIX = "journal.";
  private static final String STREAM = "journal-stream";
  private static final String ID = "journal-id";

  /** The journal of a layer. */
  static String of(String layer) {
    return PREFIX + layer;
  }

  /** The fields by which an entry stands in a journal. */
  static Map<String, byte[]> fields(String stream, String id, Map<String, byte[]> fields) {
    Map<String, byte[]> placed = new HashMap<>(fields);
    placed.put(STREAM, stream.getBytes(UTF_8));
    placed.put(ID, id.getBytes(UTF_8));
    return placed;
  }

  /** What a layer got, as it is appended to its journal. */
  static StreamAppend placed(Delivery delivery) {
    InboundEntry entry = delivery.entry();
    return StreamAppend.of(
        of(entry.layer()), fields(entry.stream(), entry.entryId(), entry.fields()));
  }

  @Override
  public void deserialize(StreamEntry placed, Collector<InboundEntry> out) {
    Map<String, byte[]> fields = new HashMap<>(placed.fields());
    String stream = text(fields.remove(STREAM));
    String[] id = text(fields.remove(ID)).split("-", -1);
    out.collect(
        new InboundEntry(
            placed.stream().substring(PREFIX.length()),
            stream,
            Long.parseLong(id[0]),
            Long.parseLong(id[1]),
            fields));
  }

  private static String text(byte @Nullable [] field) {
    return new String(Objects.requireNonNull(field, "an entry without its place"), UTF_8);
  }

  @Override
  public void gap(StreamGap gap, Collector<InboundEntry> out) {
    throw new IllegalStateException(gap.describe());
  }

  @Override
  public TypeInformation<InboundEntry> getProducedType() {
    return new InboundEntryType();
  }
}
