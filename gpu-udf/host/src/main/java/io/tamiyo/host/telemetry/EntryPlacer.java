package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.wire.EncodedMessages;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Gives entries their numbers and bytes. Belongs to one thread. */
final class EntryPlacer {

  private final ProducerIdentity identity;
  private final NativeWriter writer;
  private final Map<Channel, Long> lastSequences = new HashMap<>();

  EntryPlacer(ProducerIdentity identity, NativeWriter writer) {
    this.identity = identity;
    this.writer = writer;
  }

  /**
   * The entry that comes next in its channel.
   *
   * @throws UncheckedIOException when it needs a claim check and none can be made now; no number is
   *     used up then
   * @throws IllegalArgumentException when a message can't be written at all; nor then
   */
  PlacedEntry place(Sendable sendable) {
    Channel channel = sendable.channel();
    EncodedMessages content = sendable.encode(writer);
    long sequence = lastSequences.getOrDefault(channel, 0L) + 1;
    EntryHeader header =
        new EntryHeader(
            content.type(),
            channel.layerId(),
            identity.producer(),
            identity.epoch(),
            sequence,
            content.count(),
            null,
            null);
    Map<String, byte[]> fields = writer.write(header, content);
    lastSequences.put(channel, sequence);
    return new PlacedEntry(sendable, sequence, fields);
  }
}
