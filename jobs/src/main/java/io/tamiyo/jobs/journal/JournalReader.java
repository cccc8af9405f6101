package io.tamiyo.jobs.journal;

import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.ClaimedPayload;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.streams.Installed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * Reads the entries of a journal. A payload that was too large for its entry is the one that the
 * archive has with it, else what the installation keeps still. For one thread.
 */
public final class JournalReader {

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.discovered(), new Payloads());
  private final Installed installed;
  private @Nullable InboundEntry reading;

  public JournalReader(Installed installed) {
    this.installed = installed;
  }

  /** The messages of an entry, each read or found wanting. */
  public List<Decoded> read(InboundEntry entry) {
    reading = entry;
    return reader.read(entry.fields());
  }

  /** The messages of an entry that is in no journal. */
  public List<Decoded> read(Map<String, byte[]> fields) {
    reading = null;
    return reader.read(fields);
  }

  /** The payloads of the entry that is being read. */
  private final class Payloads implements ClaimCheckStore {

    @Override
    public void put(String id, byte[] payload) throws IOException {
      throw new IOException("a journal is only read, and payload " + id + " was to be written");
    }

    @Override
    public Optional<byte[]> get(String id, int maxBytes) throws IOException {
      Optional<byte[]> archived = Optional.ofNullable(reading).flatMap(ClaimedPayload::in);
      long bytes =
          archived.isPresent()
              ? archived.get().length
              : Replies.number(installed.redis().call(Command.STRLEN, key(id)));
      if (bytes > maxBytes) {
        throw new IOException("%d bytes; at most %d are read".formatted(bytes, maxBytes));
      }
      return archived.isPresent()
          ? archived
          : Optional.ofNullable(installed.redis().call(Command.GET, key(id))).map(Replies::bytes);
    }

    private String key(String id) {
      return installed.names().claimCheck(id);
    }
  }
}
