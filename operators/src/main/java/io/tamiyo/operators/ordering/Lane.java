package io.tamiyo.operators.ordering;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of one producer in one stream.
 *
 * @param id names it within its layer, for what is held of it
 * @param producer who numbers
 * @param stream where
 * @param epoch the newest start of the producer
 * @param next the sequence that passes next; 1 while nothing of this start has passed
 * @param waiting what is held, by ascending sequence, all above {@code next}
 */
public record Lane(
    int id, String producer, String stream, long epoch, long next, List<Waiting> waiting) {

  /** A start of which nothing has arrived. */
  static Lane starting(int id, String producer, String stream, long epoch) {
    return new Lane(id, producer, stream, epoch, 1, List.of());
  }

  /** Whether anything of this start has passed. */
  boolean isStarted() {
    return next > 1;
  }

  boolean isHolding(long sequence) {
    for (Waiting held : waiting) {
      if (held.sequence() == sequence) {
        return true;
      }
    }
    return false;
  }

  Lane expecting(long sequence) {
    return new Lane(id, producer, stream, epoch, sequence, waiting);
  }

  Lane holding(Waiting added) {
    List<Waiting> more = new ArrayList<>(waiting);
    int index = more.size();
    while (index > 0 && more.get(index - 1).sequence() > added.sequence()) {
      index--;
    }
    more.add(index, added);
    return new Lane(id, producer, stream, epoch, next, more);
  }

  Lane withoutFirst() {
    List<Waiting> rest = new ArrayList<>(waiting.subList(1, waiting.size()));
    return new Lane(id, producer, stream, epoch, next, rest);
  }

  /** How far what is held reaches from the expected sequence; before a start, from the first. */
  long reach() {
    if (waiting.isEmpty()) {
      return 0;
    }
    long last = waiting.get(waiting.size() - 1).sequence();
    return last - (isStarted() ? next : waiting.get(0).sequence());
  }

  /** When the first gap was noticed: when the first of what it holds up arrived. */
  long gapSince() {
    long since = Long.MAX_VALUE;
    for (Waiting held : waiting) {
      since = Math.min(since, held.since());
    }
    return since;
  }

  /** Messages held. */
  long held() {
    long messages = 0;
    for (Waiting held : waiting) {
      messages += held.messages();
    }
    return messages;
  }
}
