package io.tamiyo.host.telemetry;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was given up, and whether that was said. Guarded by the outbox. */
final class Losses {

  private final GapWords words;
  private final Map<Channel, Long> unsaid = new LinkedHashMap<>();
  private final Set<Channel> uncounted = new LinkedHashSet<>();
  private final Set<Channel> known = new HashSet<>();
  private boolean damaged;
  private long total;

  Losses(GapWords words) {
    this.words = words;
  }

  /** Messages that will never be sent. */
  void add(Channel channel, long messages) {
    unsaid.merge(channel, messages, Long::sum);
    total += messages;
  }

  /** A channel in which something may be lost. */
  void meet(Channel channel) {
    if (known.add(channel) && damaged) {
      uncounted.add(channel);
    }
  }

  /** Nobody knows how many messages will never be sent, nor of which channel. */
  void addUncounted() {
    damaged = true;
    uncounted.addAll(known);
  }

  /** Messages that are lost with the publisher, which can't say so any more. */
  void addUnsayable(long messages) {
    total += messages;
  }

  /** A gap event that nobody has got yet; null when all is said. */
  @Nullable Outgoing next() {
    Iterator<Map.Entry<Channel, Long>> counted = unsaid.entrySet().iterator();
    if (counted.hasNext()) {
      Map.Entry<Channel, Long> loss = counted.next();
      counted.remove();
      return gap(loss.getKey(), loss.getValue());
    }
    Iterator<Channel> others = uncounted.iterator();
    if (others.hasNext()) {
      Channel channel = others.next();
      others.remove();
      return gap(channel, null);
    }
    return null;
  }

  private Outgoing gap(Channel channel, @Nullable Long lost) {
    return new Outgoing(Lane.TELEMETRY, channel, List.of(words.of(channel, lost)), () -> {});
  }

  boolean isEmpty() {
    return unsaid.isEmpty() && uncounted.isEmpty();
  }

  /** Messages given up since the start, as far as they were counted. */
  long total() {
    return total;
  }
}
