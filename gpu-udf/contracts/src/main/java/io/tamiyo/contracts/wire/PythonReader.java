package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.List;
import java.util.Map;

/** Reads entries of the python-1.0 wire. */
final class PythonReader {
  PythonReader(WireLimits limits, MessageTypes types, ClaimCheckStore store) {}

  List<Decoded> read(Map<String, byte[]> fields) throws DecodeFailure {
    if (fields.isEmpty()) {
      throw new DecodeFailure(Reason.MISSING_FIELD, EntryFields.DATA, "missing");
    }
    DecodeFailure failure =
        new DecodeFailure(Reason.MISSING_FIELD, EntryFields.ENCODING, "missing");
    return List.of(new Decoded.Bad(-1, 1, failure));
  }
}
