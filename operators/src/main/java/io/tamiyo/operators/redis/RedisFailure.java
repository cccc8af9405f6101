package io.tamiyo.operators.redis;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** What went wrong between us and Redis, and whether trying again can help. */
public enum RedisFailure {
  LOADING(true, "it is still loading its data; it is tried again"),
  TRYAGAIN(true, "its slots are moving; it is tried again"),
  CLUSTERDOWN(true, "its cluster is down; it is tried again"),
  MASTERDOWN(true, "its master is down; it is tried again"),
  READONLY(true, "it is a replica; it is tried again until it is promoted"),
  OOM(true, "it is out of memory: raise maxmemory or shorten the retention of the streams"),
  MISCONF(true, "it cannot write its disk: free space where Redis keeps its data"),
  NOREPLICAS(true, "it has too few replicas; it is tried again"),
  BUSY(true, "it is busy running a script; it is tried again"),
  UNBLOCKED(true, "its role has changed; it is tried again"),
  EXECABORT(true, "it refused a transaction as a whole; it is tried again"),
  IO(true, "check that it runs there and that the network lets us reach it"),
  NOAUTH(false, "give a user and a password: redis://USER:PASSWORD@HOST:PORT"),
  WRONGPASS(false, "give the right user and password: redis://USER:PASSWORD@HOST:PORT"),
  NOPERM(false, "let an administrator grant the command and the key named: ACL SETUSER"),
  WRONGTYPE(false, "the key holds something else than a stream: delete it or use another name"),
  CROSSSLOT(false, "keys of one command lie in several slots: give their names one hash tag"),
  OTHER(false, "read the message of Redis");

  private final boolean retryable;
  private final String remedy;

  RedisFailure(boolean retryable, String remedy) {
    this.retryable = retryable;
    this.remedy = remedy;
  }

  /** Whether the same command may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** What to do about it, as the end of a sentence about the server. */
  public String remedy() {
    return remedy;
  }

  /** Classifies what a call to Redis threw; a pure function of the exception and its causes. */
  public static RedisFailure classify(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisAccessException access) {
        return access.failure();
      }
      if (cause instanceof JedisDataException) {
        return ofReply(cause.getMessage());
      }
      if (cause instanceof JedisConnectionException || cause instanceof IOException) {
        return IO;
      }
    }
    return OTHER;
  }

  private static RedisFailure ofReply(@Nullable String message) {
    String text = message == null ? "" : message;
    String code = text.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    for (RedisFailure known : values()) {
      if (known.name().equals(code) && known != OTHER && known != IO) {
        return known;
      }
    }
    if (text.contains("invalid password") || text.contains("without any password")) {
      return WRONGPASS;
    }
    return text.contains("max number of clients") ? IO : OTHER;
  }
}
