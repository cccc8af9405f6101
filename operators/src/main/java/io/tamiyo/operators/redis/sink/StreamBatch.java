package io.tamiyo.operators.redis.sink;

import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Entries of one stream that are appended all or none: several travel in a transaction, so that a
 * server which refuses one of them for the moment (it loads, is full, is a replica) does not take a
 * later one before it.
 */
final class StreamBatch {
  private final List<StreamAppend> appends;
  private final List<StreamAppend> queued;

  private StreamBatch(List<StreamAppend> appends, List<StreamAppend> queued) {
    this.appends = appends;
    this.queued = queued;
  }

  /** With nothing in it yet. */
  static StreamBatch empty() {
    List<StreamAppend> all = new ArrayList<>();
    return new StreamBatch(all, all);
  }

  /** Others that stand for the same entries of the queue. */
  StreamBatch with(List<StreamAppend> others) {
    return new StreamBatch(others, queued);
  }

  void add(StreamAppend append) {
    appends.add(append);
  }

  /** The entries that were put into the queue; the same, unless others are appended instead. */
  List<StreamAppend> queued() {
    return queued;
  }

  List<StreamAppend> appends() {
    return appends;
  }

  private boolean isTransaction() {
    return appends.size() > 1;
  }

  /** Writes the commands into the buffer of a connection. */
  void sendTo(RedisConnection connection) {
    if (isTransaction()) {
      connection.send(Command.MULTI);
    }
    for (StreamAppend append : appends) {
      append.sendTo(connection);
    }
    if (isTransaction()) {
      connection.send(Command.EXEC);
    }
  }

  /**
   * Receives all replies.
   *
   * @return null if every entry was appended, else why none was; of several reasons the first that
   *     cannot pass, or else the first
   */
  @Nullable JedisDataException receive(RedisConnection connection) {
    int replies = isTransaction() ? appends.size() + 2 : 1;
    JedisDataException refusal = null;
    for (int i = 0; i < replies; i++) {
      refusal = graver(refusal, refusalIn(connection));
    }
    return refusal;
  }

  private static @Nullable JedisDataException refusalIn(RedisConnection connection) {
    try {
      Object reply = connection.receive();
      return reply instanceof List<?> results ? refusalAmong(results) : null;
    } catch (JedisDataException refused) {
      return refused;
    }
  }

  /** What EXEC answers: a command that fails only when it runs leaves its error in its place. */
  private static @Nullable JedisDataException refusalAmong(List<?> results) {
    JedisDataException refusal = null;
    for (Object result : results) {
      refusal = graver(refusal, result instanceof JedisDataException refused ? refused : null);
    }
    return refusal;
  }

  private static @Nullable JedisDataException graver(
      @Nullable JedisDataException one, @Nullable JedisDataException other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return RedisFailure.classify(one).retryable() ? graverOfRetryable(one, other) : one;
  }

  private static JedisDataException graverOfRetryable(
      JedisDataException one, JedisDataException other) {
    return RedisFailure.classify(other).retryable() ? one : other;
  }
}
