package io.tamiyo.operators.deadletters;

import io.tamiyo.operators.redis.StreamId;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The first letter of each stream for which there was no room, so that it is read again later. */
final class PassedOver {

  /** Beyond this, further streams are noted as one. */
  static final int MOST = 1_000;

  /** No stream has this name. */
  private static final String OTHERS = "";

  private final Map<String, StreamId> firsts = new TreeMap<>();

  /** Notes a letter. */
  void note(String stream, StreamId letter) {
    boolean known = firsts.size() < MOST || firsts.containsKey(stream);
    firsts.merge(known ? stream : OTHERS, letter, (one, other) -> one.isAfter(other) ? other : one);
  }

  /**
   * Forgets the streams for which there is room now.
   *
   * @return where to read again from for them; empty when there are none
   */
  Optional<StreamId> again(Predicate<String> hasRoom) {
    Optional<StreamId> first = Optional.empty();
    Iterator<Map.Entry<String, StreamId>> each = firsts.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, StreamId> noted = each.next();
      if (hasRoom.test(noted.getKey())) {
        StreamId letter = noted.getValue();
        first = first.filter(before -> letter.isAfter(before)).or(() -> Optional.of(letter));
        each.remove();
      }
    }
    return first;
  }
}
