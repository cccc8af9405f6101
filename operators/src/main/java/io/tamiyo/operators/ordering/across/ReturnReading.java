package io.tamiyo.operators.ordering.across;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a delivery that has returned, read again.
 *
 * @param messages those that go on, in the order sent
 * @param bad what becomes dead letters
 * @param lost messages that do not go on though they have crossed
 */
record ReturnReading(List<Message> messages, List<Decoded.Bad> bad, long lost) {

  private static final ReturnReading NOTHING = new ReturnReading(List.of(), List.of(), 0);

  /**
   * Reads the messages that have crossed, which their ids tell: of two with one id, ingest lets the
   * first pass.
   *
   * @param strategy only CAUSAL asks what messages depend on, and does not take what can't be read
   */
  static ReturnReading of(Crossing crossing, AcrossStrategy strategy, EntryCodec codec) {
    if (crossing.ids().isEmpty()) {
      return NOTHING;
    }
    Reading reading = Reading.of(crossing.entry(), codec);
    List<Message> crossed = new ArrayList<>();
    for (Message message : reading.messages()) {
      int found = crossed.size();
      if (found < crossing.ids().size()
          && message.header().messageId().equals(crossing.ids().get(found))) {
        crossed.add(message);
      }
    }
    int unread = crossing.ids().size() - crossed.size();
    List<Decoded.Bad> bad = new ArrayList<>(unread > 0 ? reading.bad() : List.of());
    if (strategy == AcrossStrategy.CAUSAL) {
      crossed.removeIf(message -> isRefused(message, crossing, codec, bad));
    }
    return new ReturnReading(crossed, bad, crossing.ids().size() - crossed.size());
  }

  private static boolean isRefused(
      Message message, Crossing crossing, EntryCodec codec, List<Decoded.Bad> bad) {
    try {
      Dependencies.of(message);
      return false;
    } catch (DecodeFailure failure) {
      bad.add(new Decoded.Bad(ordinal(message, crossing, codec), 1, failure));
      return true;
    }
  }

  /** Which of its entry it is, those that can't be read included. */
  private static int ordinal(Message message, Crossing crossing, EntryCodec codec) {
    int ordinal = 0;
    for (Decoded decoded : codec.read(crossing.entry().fields())) {
      if (decoded instanceof Decoded.Good good) {
        if (good.message().header().equals(message.header())) {
          return ordinal;
        }
        ordinal++;
      } else if (decoded instanceof Decoded.Bad failed) {
        ordinal += failed.count();
      }
    }
    return ordinal;
  }
}
