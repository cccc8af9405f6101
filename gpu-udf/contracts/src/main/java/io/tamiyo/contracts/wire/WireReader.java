package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.List;
import java.util.Map;

/**
 * Reads entries of either wire: an entry with the field {@code encoding} is native, every other one
 * is python-1.0. Safe for use by several threads.
 */
public final class WireReader {

  private static final int WHOLE_ENTRY = -1;

  private final NativeReader nativeReader;
  private final PythonReader pythonReader;

  /**
   * A reader.
   *
   * @param types the kinds of message that are known
   * @param store for claim checks of the native wire; python-1.0 entries look there too
   */
  public WireReader(WireLimits limits, MessageTypes types, ClaimCheckStore store) {
    nativeReader = new NativeReader(limits, types, store);
    pythonReader = new PythonReader(limits, types, store);
  }

  /**
   * The messages of an entry in their order, each read or found wanting; never none. This does not
   * throw, whatever the fields hold.
   *
   * @param fields of the entry
   * @throws ClaimCheckOutage when a claim check store can't be asked at the moment; the entry is to
   *     be read again
   */
  public List<Decoded> read(Map<String, byte[]> fields) {
    try {
      return fields.containsKey(EntryFields.ENCODING)
          ? nativeReader.read(fields)
          : pythonReader.read(fields);
    } catch (DecodeFailure failure) {
      return List.of(new Decoded.Bad(WHOLE_ENTRY, lostWith(fields), failure));
    } catch (ClaimCheckOutage away) {
      throw away;
    } catch (RuntimeException mistake) {
      // A mistake of a reader, on input that nobody thought of, must not stop a layer.
      DecodeFailure failure =
          new DecodeFailure(Reason.MALFORMED_PAYLOAD, "", "cannot be read: " + mistake);
      return List.of(new Decoded.Bad(WHOLE_ENTRY, lostWith(fields), failure));
    }
  }

  /** How many messages are lost with an entry that can't be read. */
  private static int lostWith(Map<String, byte[]> fields) {
    try {
      return fields.containsKey(EntryFields.ENCODING) ? EntryHeaders.count(fields) : 1;
    } catch (DecodeFailure unreadable) {
      return 1;
    }
  }
}
