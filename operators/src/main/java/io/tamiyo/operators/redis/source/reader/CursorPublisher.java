package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisFailure;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Publishes checkpointed positions as the last-delivered-id of a consumer group, so that anyone can
 * see the lag with XINFO GROUPS and nobody trims what was not read. Reading never depends on it.
 *
 * <p>Where the server counts entries the exact number goes with it. Whether it does is found out by
 * trying.
 */
final class CursorPublisher {
  private static final String SETID = "SETID";

  private final String group;
  private final ControlLink control;
  private final ReaderMetrics metrics;
  private final TreeMap<Long, List<StreamSplit>> pending = new TreeMap<>();
  private final Map<String, ReadPosition> published = new HashMap<>();

  CursorPublisher(String group, ControlLink control, ReaderMetrics metrics) {
    this.group = group;
    this.control = control;
    this.metrics = metrics;
  }

  /** Keeps the positions of a checkpoint until it is complete. */
  void snapshot(long checkpointId, List<StreamSplit> splits) {
    pending.put(checkpointId, List.copyOf(splits));
  }

  /** Forgets a checkpoint that came to nothing. */
  void aborted(long checkpointId) {
    pending.remove(checkpointId);
  }

  /** Publishes the positions of a checkpoint; those of earlier ones are of no use any more. */
  void completed(long checkpointId) {
    List<StreamSplit> splits = pending.get(checkpointId);
    pending.headMap(checkpointId, true).clear();
    if (splits != null && !splits.isEmpty()) {
      control.submit(
          connection -> publishAll(connection, splits),
          () -> {
            published.clear();
            metrics.cursorFailures().inc();
          });
    }
  }

  /** Runs in the thread of the control connection, as does all that touches {@link #published}. */
  private void publishAll(RedisConnection connection, List<StreamSplit> splits) {
    for (StreamSplit split : splits) {
      ReadPosition position = split.position();
      if (!position.equals(published.get(split.stream()))) {
        publish(connection, split.stream(), position);
        published.put(split.stream(), position);
      }
    }
  }

  private void publish(RedisConnection connection, String stream, ReadPosition position) {
    try {
      setId(connection, stream, position);
    } catch (JedisDataException refused) {
      if (!isGroupMissing(refused)) {
        throw refused;
      }
      connection.call(
          Command.XGROUP, "CREATE", stream, group, position.id().toString(), "MKSTREAM");
      setId(connection, stream, position);
    }
  }

  private void setId(RedisConnection connection, String stream, ReadPosition position) {
    String id = position.id().toString();
    if (!position.isCounted()) {
      connection.call(Command.XGROUP, SETID, stream, group, id);
      return;
    }
    try {
      String count = String.valueOf(position.entriesRead());
      connection.call(Command.XGROUP, SETID, stream, group, id, "ENTRIESREAD", count);
    } catch (JedisDataException refused) {
      boolean notUnderstood = RedisFailure.classify(refused) == RedisFailure.OTHER;
      if (!notUnderstood || isGroupMissing(refused)) {
        throw refused;
      }
      connection.call(Command.XGROUP, SETID, stream, group, id);
    }
  }

  private static boolean isGroupMissing(JedisDataException refused) {
    String message = String.valueOf(refused.getMessage());
    return message.startsWith("NOGROUP") || message.contains("requires the key to exist");
  }
}
