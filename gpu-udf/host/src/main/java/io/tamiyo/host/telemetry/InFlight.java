package io.tamiyo.host.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Entries that have their place, from their first XADD until Redis is known to have them. Belongs
 * to the publisher's thread, but for the counts.
 */
final class InFlight {

  /** So that a pipeline neither fills the heap nor holds up Redis' other clients. */
  private static final long MOST_BYTES = 8L << 20;

  private final PublishedTail tail;
  private final int maxEntries;
  private final Deque<PlacedEntry> unconfirmed = new ArrayDeque<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledgements = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong recovered = new AtomicLong();

  private long bytes;

  /**
   * @param maxEntries that are sent before replies are awaited
   */
  InFlight(ProducerIdentity identity, int maxEntries) {
    this.maxEntries = maxEntries;
    this.tail = new PublishedTail(identity);
  }

  void add(PlacedEntry entry) {
    unconfirmed.addLast(entry);
    bytes += entry.bytes();
  }

  /** Whether one more may be sent before replies are awaited. */
  boolean hasRoom() {
    return unconfirmed.size() < maxEntries && bytes < MOST_BYTES;
  }

  /** Reports in the largest entry; 0 without any. */
  int largestBatch() {
    return unconfirmed.stream()
        .map(PlacedEntry::sendable)
        .filter(sendable -> sendable.lane() == Lane.TELEMETRY)
        .mapToInt(Sendable::count)
        .max()
        .orElse(0);
  }

  /** What is not confirmed, in its order. */
  List<Sendable> unconfirmed() {
    return unconfirmed.stream().map(PlacedEntry::sendable).toList();
  }

  boolean isEmpty() {
    return unconfirmed.isEmpty();
  }

  /**
   * What was done so far.
   *
   * @param dropped messages that never got here
   */
  PublisherCounts counts(long dropped) {
    return new PublisherCounts(
        sent.get(), acknowledgements.get(), entries.get(), recovered.get(), dropped);
  }

  /**
   * Sends all entries, in their order, and confirms those that Redis has taken.
   *
   * @throws JedisException the first refusal; the entries refused stay
   */
  void send(Jedis jedis) {
    for (PlacedEntry entry : unconfirmed) {
      tail.prepare(jedis, entry.stream());
    }
    List<Response<byte[]>> replies = new ArrayList<>(unconfirmed.size());
    Pipeline pipeline = jedis.pipelined();
    for (PlacedEntry entry : unconfirmed) {
      byte[] stream = entry.stream().getBytes(StandardCharsets.UTF_8);
      replies.add(pipeline.xadd(stream, entry.sendable().channel().adding(), entry.rawFields()));
    }
    pipeline.sync();
    takeReplies(replies);
  }

  /** Confirms what Redis has taken, and throws the first refusal of what it has not. */
  private void takeReplies(List<Response<byte[]>> replies) {
    JedisException refusal = null;
    Iterator<PlacedEntry> sentEntries = unconfirmed.iterator();
    for (Response<byte[]> reply : replies) {
      PlacedEntry entry = sentEntries.next();
      try {
        tail.confirmed(entry.stream(), new String(reply.get(), StandardCharsets.UTF_8));
        sentEntries.remove();
        confirm(entry);
      } catch (JedisException refused) {
        refusal = refusal == null ? refused : refusal;
      }
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  private void confirm(PlacedEntry entry) {
    Sendable sendable = entry.sendable();
    bytes -= entry.bytes();
    entries.incrementAndGet();
    if (sendable.channel().counted()) {
      sent.addAndGet(sendable.count());
      acknowledgements.addAndGet(sendable.acknowledgements());
    }
    sendable.confirmed().run();
  }

  /** Confirms those entries in flight that have arrived although their replies were lost. */
  void findLanded(Jedis jedis) {
    Map<String, Set<String>> landedByStream = new HashMap<>();
    Iterator<PlacedEntry> pending = unconfirmed.iterator();
    while (pending.hasNext()) {
      PlacedEntry entry = pending.next();
      Set<String> landed =
          landedByStream.computeIfAbsent(entry.stream(), stream -> tail.landed(jedis, stream));
      if (landed.contains(PublishedTail.key(entry))) {
        pending.remove();
        recovered.incrementAndGet();
        confirm(entry);
      }
    }
  }
}
