package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an operator reads and writes the fields of entries; one per subtask, never shared. */
public interface EntryCodec extends AutoCloseable {

  /**
   * What the fields say without a look into the payload.
   *
   * @throws DecodeFailure when the entry has no place in an order, since its header can't be read
   */
  default EntryHeader header(Map<String, byte[]> fields) throws DecodeFailure {
    return HeadedFields.header(fields);
  }

  /**
   * The header of an entry that has passed ingest; one without a place where it can't be read, as
   * ingest has reported.
   */
  default EntryHeader headerOfPassed(Map<String, byte[]> fields) {
    try {
      return header(fields);
    } catch (DecodeFailure reportedByIngest) {
      return Places.unknown();
    }
  }

  /** Every message of an entry, read or found wanting, in the order sent. Never throws. */
  List<Decoded> read(Map<String, byte[]> fields);

  /**
   * The fields of an entry that holds these messages.
   *
   * @throws IOException when a message that is too large for its entry can't be put elsewhere
   */
  Map<String, byte[]> write(EntryHeader place, List<? extends Message> messages) throws IOException;

  /**
   * The payload that an entry only names, as long as it is kept; empty if it holds its own.
   *
   * @throws IOException when it is there and can't be had
   */
  default Optional<byte[]> claimed(Map<String, byte[]> fields) throws IOException {
    return Optional.empty();
  }

  /** Gives back what it holds open. */
  @Override
  default void close() throws IOException {}

  /** Travels with the operator to where it runs, and opens the codec there. */
  @FunctionalInterface
  interface Factory extends Serializable {

    /** Opens the codec of one subtask. */
    EntryCodec open() throws Exception;
  }
}
