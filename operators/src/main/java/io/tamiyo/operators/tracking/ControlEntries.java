package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Places;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries that the job writes, one message each, as they stand in streams and in state. */
public final class ControlEntries {

  private final EntryCodec codec;

  /**
   * @param codec of the wire; not closed here
   */
  public ControlEntries(EntryCodec codec) {
    this.codec = codec;
  }

  /**
   * The fields of an entry with one message.
   *
   * @throws IOException when it is too large for an entry and can't be put elsewhere
   */
  public Map<String, byte[]> write(Message message) throws IOException {
    return codec.write(
        Places.of(MessageTypes.nameOf(message), message.layerId(), 1), List.of(message));
  }

  /** The command of an entry that {@link #write} wrote, or empty when it can't be read any more. */
  Optional<Command> readCommand(Map<String, byte[]> fields) {
    List<Decoded> decoded = codec.read(fields);
    return decoded.size() == 1
            && decoded.get(0) instanceof Decoded.Good good
            && good.message() instanceof Command command
        ? Optional.of(command)
        : Optional.empty();
  }
}
