package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.redis.sink.EntrySerializer;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.sink.StreamTrim;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends what the job says, and bounds the streams that only people read. The control logs, which
 * the job reads too, are trimmed by its source, which knows how far it has read. What a stream that
 * only people read can't take becomes a dead letter; commands must not, so that the job fails.
 */
public final class OutboundEntries implements EntrySerializer<Outbound> {

  private static final long serialVersionUID = 1;

  private final String instanceId;
  private final StreamTrim sideStreams;
  private transient @Nullable StreamNames names;

  /**
   * @param names of the installation
   * @param sideEntries about how many entries are kept of each stream that only people read
   */
  public OutboundEntries(StreamNames names, long sideEntries) {
    if (sideEntries <= 0) {
      throw new IllegalArgumentException("sideEntries is not positive: " + sideEntries);
    }
    this.instanceId = names.instanceId();
    this.sideStreams = StreamTrim.maxLength(sideEntries);
  }

  @Override
  public StreamAppend serialize(Outbound element) {
    if (names == null) {
      names = new StreamNames(instanceId);
    }
    StreamTrim trim = names.layerOfControl(element.stream()).isPresent() ? null : sideStreams;
    return new StreamAppend(element.stream(), element.fields(), trim);
  }

  @Override
  public Optional<StreamAppend> instead(StreamAppend refused, String why) {
    StreamNames known = new StreamNames(instanceId);
    return known.isControl(refused.stream()) || refused.stream().equals(known.deadLetters())
        ? Optional.empty()
        : Optional.of(
            new StreamAppend(
                known.deadLetters(), RefusedEntries.letter(refused, why), sideStreams));
  }
}
