package io.tamiyo.jobs.replay;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.RedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The inbound streams of the installation that the past goes into. Entries keep their ids, so that
 * the time of a layer there is what it was.
 */
final class SideStreams {

  /** Sent before their replies are awaited. */
  private static final int IN_FLIGHT = 256;

  private final RedisConnection redis;
  private final StreamNames from;
  private final StreamNames to;
  private int inFlight;
  private long appended;

  SideStreams(RedisConnection redis, StreamNames from, StreamNames to) {
    this.redis = redis;
    this.from = from;
    this.to = to;
  }

  /** Whether an entry stood in an inbound stream, and not in what the job itself has written. */
  boolean isInbound(InboundEntry entry) {
    return from.isInbound(entry.stream());
  }

  /**
   * Appends an entry to the stream of the same name.
   *
   * @throws CommandFailure if there are later entries already
   */
  void append(InboundEntry entry) {
    String last = from.lastOfInbound(entry.stream());
    List<Object> call = new ArrayList<>(2 * entry.fields().size() + 2);
    call.add(to.inboundPattern().replace("*", last));
    call.add(entry.entryId());
    for (Map.Entry<String, byte[]> field : entry.fields().entrySet()) {
      call.add(field.getKey());
      call.add(field.getValue());
    }
    redis.send(Command.XADD, call.toArray());
    inFlight++;
    if (inFlight == IN_FLIGHT) {
      flush();
    }
  }

  /** Waits until all that was appended is there. */
  void flush() {
    for (; inFlight > 0; inFlight--) {
      try {
        redis.receive();
        appended++;
      } catch (JedisDataException refused) {
        throw refusal(refused);
      }
    }
  }

  private RuntimeException refusal(JedisDataException refused) {
    String text = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
    if (!text.contains("equal or smaller")) {
      return refused;
    }
    return new CommandFailure(
        "the streams of the installation %s hold later entries already; give another name to --into"
            .formatted(to.instanceId()),
        refused);
  }

  /** How many entries are there. */
  long appended() {
    return appended;
  }
}
