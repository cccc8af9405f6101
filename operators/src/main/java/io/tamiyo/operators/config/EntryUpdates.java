package io.tamiyo.operators.config;

import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import java.util.ArrayList;
import java.util.List;

/**
 * What an entry of the configuration stream asks for, as a whole.
 *
 * @param updates all that it holds
 * @param refused why none of it is to be set; empty when each message could be read and is one
 */
record EntryUpdates(List<ConfigUpdate> updates, List<Decoded.Bad> refused) {

  private static final int WHOLE_ENTRY = -1;

  EntryUpdates {
    updates = List.copyOf(updates);
    refused = List.copyOf(refused);
  }

  /** Sorts out the messages of an entry. */
  static EntryUpdates of(List<Decoded> entry) {
    List<ConfigUpdate> updates = new ArrayList<>();
    List<Decoded.Bad> refused = new ArrayList<>();
    int ordinal = 0;
    for (Decoded decoded : entry) {
      if (decoded instanceof Decoded.Bad bad) {
        refused.add(bad);
      } else if (decoded instanceof Decoded.Good good) {
        if (good.message() instanceof ConfigUpdate update) {
          updates.add(update);
        } else {
          String found = MessageTypes.nameOf(good.message());
          refused.add(refusal(ordinal, 1, "found " + found + "; expected ConfigUpdate"));
        }
      }
      ordinal++;
    }
    if (!refused.isEmpty() && !updates.isEmpty()) {
      String others = "what else the entry holds is not set, since it holds together";
      refused.add(refusal(WHOLE_ENTRY, updates.size(), others));
    }
    return new EntryUpdates(updates, refused);
  }

  /** All that it holds, refused for one reason. */
  List<Decoded.Bad> allRefused(String reason) {
    return List.of(refusal(updates.size() == 1 ? 0 : WHOLE_ENTRY, updates.size(), reason));
  }

  private static Decoded.Bad refusal(int ordinal, int count, String reason) {
    String path = ordinal == WHOLE_ENTRY ? "" : "messages[" + ordinal + "]";
    return new Decoded.Bad(
        ordinal, count, new DecodeFailure(DecodeFailure.Reason.INVALID_MESSAGE, path, reason));
  }
}
