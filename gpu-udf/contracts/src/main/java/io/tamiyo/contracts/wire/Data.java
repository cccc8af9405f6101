package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.Map;

/** The payload field of an entry, of whatever wire. */
final class Data {

  private Data() {}

  /**
   * Its bytes as they came.
   *
   * @throws DecodeFailure {@code MISSING_FIELD} or {@code TOO_LARGE}
   */
  static byte[] of(Map<String, byte[]> fields, WireLimits limits) throws DecodeFailure {
    byte[] data = fields.get(EntryFields.DATA);
    if (data == null) {
      throw new DecodeFailure(Reason.MISSING_FIELD, EntryFields.DATA, "missing");
    }
    if (data.length > limits.maxEntryBytes()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE,
          EntryFields.DATA,
          data.length + " bytes; at most " + limits.maxEntryBytes());
    }
    return data;
  }
}
