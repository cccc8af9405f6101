package io.tamiyo.host;

import java.util.Locale;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Says in one line what is wrong with Redis, and what to do. */
final class RedisRemedy {

  private RedisRemedy() {}

  /** The line, for what a connection or a command threw. */
  static String of(String redis, JedisException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof JedisConnectionException) {
      return redis
          + " does not answer ("
          + message
          + "); start Redis there, or name another with --redis or "
          + HostCommand.REDIS_VARIABLE;
    }
    String code = message.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    return redis + " refuses (" + message + "); " + remedy(code);
  }

  private static String remedy(String code) {
    return switch (code) {
      case "NOAUTH", "WRONGPASS", "ERR" ->
          "give user and password: "
              + HostCommand.REDIS_VARIABLE
              + "=redis://USER:PASSWORD@HOST:PORT";
      case "NOPERM" -> "let an administrator grant the command and the key named: ACL SETUSER";
      case "LOADING", "MASTERDOWN", "BUSY" -> "try again when it is ready";
      case "READONLY" -> "it is a replica; name its master";
      case "OOM" -> "raise maxmemory, or shorten the retention of the streams";
      case "MISCONF" -> "it can't write its disk; free space where Redis keeps its data";
      case "WRONGTYPE" -> "the key holds something else; delete it, or use another --instance-id";
      default -> "see what Redis says";
    };
  }
}
