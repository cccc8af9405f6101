package io.tamiyo.jobs.closedloop;

import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.jobs.closedloop.CausalJournal.Sent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamEntry;

/** What the order of a layer makes of its stream, where nothing is missing in the end. */
final class OrderedStream {

  /**
   * What goes on.
   *
   * @param sent the message, or null where the time of the entry alone goes on
   */
  record Arrival(String entryId, @Nullable Sent sent) {}

  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final Set<Sent> seen = new HashSet<>();
  private final Map<String, Long> next = new HashMap<>();
  private final Map<String, Arrival> held = new HashMap<>();

  private OrderedStream() {}

  /** All that goes on of a layer, in turn; without ticks. */
  static Deque<Arrival> of(String layer, CausalJournal journal, Jedis redis) {
    OrderedStream stream = new OrderedStream();
    for (StreamEntry entry : redis.xrange(ClosedLoop.NAMES.inbound(layer), "-", "+")) {
      if (entry.getFields().containsKey(EntryFields.PRODUCER)) {
        stream.take(entry.getID().toString(), journal.of(layer, entry.getFields()));
      }
    }
    return stream.arrivals;
  }

  private void take(String entryId, Sent sent) {
    boolean isNew = seen.add(sent);
    if (!isNew || sent.sequence() != next.getOrDefault(sent.lane(), 1L)) {
      arrivals.add(new Arrival(entryId, null));
      if (isNew) {
        held.put(place(sent.lane(), sent.sequence()), new Arrival(entryId, sent));
      }
      return;
    }
    Arrival arrival = new Arrival(entryId, sent);
    long sequence = sent.sequence();
    while (arrival != null) {
      arrivals.add(arrival);
      sequence++;
      arrival = held.remove(place(sent.lane(), sequence));
    }
    next.put(sent.lane(), sequence);
  }

  private static String place(String lane, long sequence) {
    return lane + " " + sequence;
  }
}
