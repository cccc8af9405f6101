package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an entry holds for its layer.
 *
 * @param messages those that could be read, in the order sent
 * @param bad those that could not, and those that are about another layer: state is kept by layer,
 *     so that none may be handed to the wrong one
 */
public record Reading(List<Message> messages, List<Decoded.Bad> bad) {

  private static final int ALL = -1;

  /** Nothing. */
  public static final Reading NOTHING = new Reading(List.of(), List.of());

  public Reading {
    messages = List.copyOf(messages);
    bad = List.copyOf(bad);
  }

  /**
   * Reads an entry. Of one that is replayed for one of its messages this is that message alone,
   * since its neighbours have arrived before.
   */
  public static Reading of(InboundEntry entry, EntryCodec codec) {
    int only = EntryHeaders.replayedOrdinal(entry.fields());
    List<Message> messages = new ArrayList<>();
    List<Decoded.Bad> bad = new ArrayList<>();
    int ordinal = 0;
    for (Decoded decoded : codec.read(entry.fields())) {
      if (decoded instanceof Decoded.Good good) {
        boolean asked = only == ALL || only == ordinal;
        if (asked && isAbout(entry.layer(), good.message())) {
          messages.add(good.message());
        } else if (asked) {
          bad.add(ofAnotherLayer(entry.layer(), good.message(), ordinal));
        }
        ordinal++;
      } else if (decoded instanceof Decoded.Bad failed) {
        replayedPart(failed, only).ifPresent(bad::add);
        ordinal += failed.count();
      }
    }
    if (only != ALL && messages.isEmpty() && bad.isEmpty()) {
      bad.add(noSuchMessage(only, ordinal));
    }
    return new Reading(messages, bad);
  }

  /** What is bad of the message that is replayed, or of all. */
  private static Optional<Decoded.Bad> replayedPart(Decoded.Bad failed, int only) {
    if (only == ALL) {
      return Optional.of(failed);
    }
    boolean concerned = failed.ordinal() < 0 || failed.ordinal() == only;
    return concerned ? Optional.of(new Decoded.Bad(only, 1, failed.failure())) : Optional.empty();
  }

  private static Decoded.Bad noSuchMessage(int only, int messages) {
    DecodeFailure failure =
        new DecodeFailure(
            DecodeFailure.Reason.INVALID_FIELD,
            EntryFields.REPLAY_ORDINAL,
            "is " + only + "; the entry holds " + messages + " messages");
    return new Decoded.Bad(only, 1, failure);
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
