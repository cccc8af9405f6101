package io.tamiyo.operators.redis;

import java.io.Serializable;
import java.time.Duration;

/**
 * How to reach Redis.
 *
 * @param address the server and the login
 * @param connectTimeout how long a connection may take to open, TLS included
 * @param readTimeout how long a reply may take beyond the time that a command blocks by itself
 * @param backoff the waits between attempts while Redis is away
 */
public record RedisConnectionOptions(
    RedisAddress address, Duration connectTimeout, Duration readTimeout, Backoff backoff)
    implements Serializable {

  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
  public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(10);

  public RedisConnectionOptions {
    requirePositive(connectTimeout, "connectTimeout");
    requirePositive(readTimeout, "readTimeout");
  }

  /** The defaults for a server: 2 s to connect, 10 s for a reply, waits of 20 ms to 500 ms. */
  public static RedisConnectionOptions of(RedisAddress address) {
    return new RedisConnectionOptions(
        address, DEFAULT_CONNECT_TIMEOUT, DEFAULT_READ_TIMEOUT, Backoff.DEFAULT);
  }

  /** As {@link #of(RedisAddress)}, from a URL. */
  public static RedisConnectionOptions of(String url) {
    return of(RedisAddress.parse(url));
  }

  private static void requirePositive(Duration duration, String name) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + " must be positive, not " + duration);
    }
  }
}
