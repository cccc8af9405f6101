package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.Reading;
import java.util.List;

/**
 * What becomes of an entry at the door.
 *
 * @param header its header; without a place in the order when it has none, or must not take it
 * @param messages those that go on
 * @param bad those that become dead letters
 * @param duplicates messages that had arrived before
 * @param reason why they are taken for such
 * @param late whether it is tried again, out of its old place
 */
record Admission(
    EntryHeader header,
    List<Message> messages,
    List<Decoded.Bad> bad,
    long duplicates,
    Duplicate reason,
    boolean late) {

  /** All that could be read goes on, in its place. */
  static Admission of(EntryHeader header, Reading reading) {
    return new Admission(
        header, reading.messages(), reading.bad(), 0, Duplicate.ID, header.replayOf() != null);
  }

  /** It has arrived before. */
  static Admission duplicate(EntryHeader header, Duplicate reason) {
    return new Admission(
        Places.removedFrom(header),
        List.of(),
        List.of(),
        header.count(),
        reason,
        header.replayOf() != null);
  }

  /** All that could be read goes on, at once. */
  Admission withoutPlace() {
    return new Admission(Places.removedFrom(header), messages, bad, duplicates, reason, late);
  }

  /** The same without messages whose ids have arrived before. */
  Admission withOnly(List<Message> fresh) {
    int known = messages.size() - fresh.size();
    return new Admission(header, fresh, bad, known, Duplicate.ID, late);
  }

  /** Messages that become dead letters. */
  long deadLetters() {
    long count = 0;
    for (Decoded.Bad failed : bad) {
      count += failed.count();
    }
    return count;
  }

  /** Messages that arrived. */
  long arrived() {
    return messages.size() + deadLetters() + duplicates;
  }
}
