package io.tamiyo.jobs.replay;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimedIds;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.operators.delivery.ClaimedPayload;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.Replies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The inbound streams of the installation that the past goes into. Entries keep their ids, so that
 * the time of a layer there is what it was, and the payloads that they refer to come from the
 * archive, or are copied while they are kept.
 */
final class SideStreams {

  /** For as long as hosts keep theirs. */
  private static final long PAYLOAD_MILLIS = Duration.ofHours(1).toMillis();

  /** Sent before their replies are awaited. */
  private static final int IN_FLIGHT = 256;

  private final RedisConnection redis;
  private final StreamNames from;
  private final StreamNames to;
  private int inFlight;
  private long appended;
  private long payloadsGone;

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
  void append(InboundEntry archived) {
    takePayload(archived);
    InboundEntry entry = ClaimedPayload.removedFrom(archived);
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

  /** The payload that is too large for an entry stands under a key of the installation's own. */
  private void takePayload(InboundEntry entry) {
    Optional<String> id = ClaimedIds.in(entry.fields());
    if (id.isEmpty()) {
      return;
    }
    flush();
    String key = to.claimCheck(id.get());
    Optional<byte[]> archived = ClaimedPayload.in(entry);
    if (archived.isPresent()) {
      redis.call(Command.SET, key, archived.get(), "PX", PAYLOAD_MILLIS);
      return;
    }
    Object copied = redis.call(Command.COPY, from.claimCheck(id.get()), key, "REPLACE");
    payloadsGone += Long.valueOf(0).equals(copied) ? 1 : 0;
  }

  /** How many entries refer to a payload that is kept no longer; none can be read. */
  long payloadsGone() {
    return payloadsGone;
  }

  /** How full Redis is, 0 to 1; 0 where it has no bound. */
  double fullness() {
    flush();
    String memory = Replies.text(redis.call(Command.INFO, "memory"));
    double bound = figure(memory, "maxmemory:");
    return bound == 0 ? 0 : figure(memory, "used_memory:") / bound;
  }

  private static double figure(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).strip()))
        .findFirst()
        .orElse(0);
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
