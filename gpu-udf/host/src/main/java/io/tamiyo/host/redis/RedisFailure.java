package io.tamiyo.host.redis;

import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** What a failure says of Redis, decided once. */
public final class RedisFailure {

  /** What is wrong. */
  public enum Kind {
    /** Nobody answers, or says that he will answer later: the next attempt may succeed any time. */
    AWAY,
    /** Redis answers, and does not do what was asked. */
    REFUSED
  }

  /**
   * How replies begin that a Redis gives which will answer later, or in whose place another will.
   */
  private static final List<String> LATER =
      List.of(
          "LOADING",
          "BUSY",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "READONLY",
          "UNKILLABLE",
          "MOVED",
          "ASK");

  private RedisFailure() {}

  /** The kind of a failure. */
  public static Kind kind(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JedisConnectionException
          || (cause instanceof JedisException && saysLater(cause))) {
        return Kind.AWAY;
      }
    }
    return Kind.REFUSED;
  }

  private static boolean saysLater(Throwable reply) {
    String message = String.valueOf(reply.getMessage());
    return LATER.stream().anyMatch(message::startsWith);
  }
}
