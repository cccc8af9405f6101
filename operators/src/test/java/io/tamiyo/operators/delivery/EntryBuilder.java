package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries as tests speak of them: {@code entry("layer-1").from("host", 1, 7).at(seconds(3))}. */
public final class EntryBuilder {

  private final String layer;
  private final Map<String, byte[]> overridden = new HashMap<>();
  private String stream;
  private Duration at = Duration.ZERO;
  private long ordinal;
  private @Nullable String producer;
  private long epoch;
  private long sequence;
  private @Nullable String replayOf;
  private boolean namesLayer = true;
  private List<Message> messages = List.of();

  private EntryBuilder(String layer) {
    this.layer = layer;
    this.stream = StreamNames.unnamed().inbound("placeholder").replace("placeholder", layer);
  }

  /** An entry of a layer in its inbound stream, at time 0, without a sequence. */
  public static EntryBuilder entry(String layer) {
    return new EntryBuilder(layer);
  }

  /** A tick of a layer. */
  public static InboundEntry tick(String layer, Duration at) {
    return entry(layer).at(at).holding(Fixtures.tick(layer, at)).build();
  }

  /** The tick of a layer that is its last. */
  public static EntryBuilder farewell(String layer, Duration at) {
    return entry(layer).at(at).holding(Fixtures.tick(layer, at)).field(Farewell.FIELD, "1");
  }

  /** The key that it stands in. */
  public EntryBuilder in(String key) {
    stream = key;
    return this;
  }

  /** When Redis took it. */
  public EntryBuilder at(Duration time) {
    at = time;
    return this;
  }

  /** Which of its millisecond it is. */
  public EntryBuilder ordinal(long number) {
    ordinal = number;
    return this;
  }

  /** Its place in a producer's order. */
  public EntryBuilder from(String name, long producerEpoch, long number) {
    producer = name;
    epoch = producerEpoch;
    sequence = number;
    return this;
  }

  /** It is a dead letter that is tried again. */
  public EntryBuilder replayOf(String entryId) {
    replayOf = entryId;
    return this;
  }

  /** What it holds, instead of a heartbeat without an id. */
  public EntryBuilder holding(Message... held) {
    messages = List.of(held);
    return this;
  }

  /** One heartbeat with this message id. */
  public EntryBuilder heartbeat(String id) {
    return holding(Heartbeats.of(layer, id));
  }

  /** A field as it comes, whatever else it would hold. */
  public EntryBuilder field(String name, String value) {
    overridden.put(name, value.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Its payload can't be read. */
  public EntryBuilder poison(int count) {
    return field(EntryFields.COUNT, String.valueOf(count)).field(EntryFields.DATA, "poison");
  }

  /** Its fields do not say which layer it is about. */
  public EntryBuilder withoutLayerField() {
    namesLayer = false;
    return this;
  }

  /** The header that it will have. */
  public EntryHeader header() {
    return new EntryHeader(
        MessageTypes.nameOf(content().get(0)),
        namesLayer ? layer : null,
        producer,
        epoch,
        sequence,
        content().size(),
        null,
        replayOf);
  }

  /** The entry. */
  public InboundEntry build() {
    Map<String, byte[]> fields = TestingCodec.fields(header(), content());
    fields.putAll(overridden);
    return new InboundEntry(layer, stream, at.toMillis(), ordinal, fields);
  }

  private List<Message> content() {
    return messages.isEmpty() ? List.of(Heartbeats.of(layer, "")) : messages;
  }
}
