package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import java.util.ArrayList;
import java.util.List;

/**
 * What an entry holds for its layer.
 *
 * @param messages those that could be read, in the order sent
 * @param bad those that could not, and those that are about another layer: state is kept by layer,
 *     so that none may be handed to the wrong one
 */
public record Reading(List<Message> messages, List<Decoded.Bad> bad) {

  /** Nothing. */
  public static final Reading NOTHING = new Reading(List.of(), List.of());

  public Reading {
    messages = List.copyOf(messages);
    bad = List.copyOf(bad);
  }

  /** Reads an entry. */
  public static Reading of(InboundEntry entry, EntryCodec codec) {
    List<Message> messages = new ArrayList<>();
    List<Decoded.Bad> bad = new ArrayList<>();
    int ordinal = 0;
    for (Decoded decoded : codec.read(entry.fields())) {
      if (decoded instanceof Decoded.Good good) {
        if (isAbout(entry.layer(), good.message())) {
          messages.add(good.message());
        } else {
          bad.add(ofAnotherLayer(entry.layer(), good.message(), ordinal));
        }
        ordinal++;
      } else if (decoded instanceof Decoded.Bad failed) {
        bad.add(failed);
        ordinal += failed.count();
      }
    }
    return new Reading(messages, bad);
  }

  /** How many messages could not be read. */
  public long badCount() {
    long count = 0;
    for (Decoded.Bad failed : bad) {
      count += failed.count();
    }
    return count;
  }

  private static boolean isAbout(String layer, Message message) {
    String about = message.layerId();
    return about == null || about.equals(layer);
  }

  private static Decoded.Bad ofAnotherLayer(String layer, Message message, int ordinal) {
    String detail = "found " + message.layerId() + "; expected " + layer + ", the entry's layer";
    DecodeFailure failure =
        new DecodeFailure(
            DecodeFailure.Reason.INVALID_MESSAGE, "messages[" + ordinal + "].layer_id", detail);
    return new Decoded.Bad(ordinal, 1, failure);
  }
}
