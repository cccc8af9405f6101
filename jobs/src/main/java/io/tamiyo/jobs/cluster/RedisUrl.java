package io.tamiyo.jobs.cluster;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisAddress;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;

/** Looks at the URL of a Redis before something is started that needs it. */
public final class RedisUrl {
  /**
   * The environment variable that holds a URL with a password, so that it is not in the process
   * list.
   */
  public static final String ENVIRONMENT = "TAMIYO_REDIS_URL";

  /** The Redis that a command uses when none is named. */
  public static final String DEFAULT = "redis://127.0.0.1:6379";

  private RedisUrl() {}

  /**
   * Makes sure that a Redis answers there and accepts the login.
   *
   * @throws CommandFailure if not, or if the URL is none; the message holds no password
   */
  public static void requireAnswers(String url) {
    try (RedisConnection connection = new RedisConnections(RedisConnectionOptions.of(url)).open()) {
      connection.clientId();
    } catch (RedisAccessException failure) {
      throw new CommandFailure(String.valueOf(failure.getMessage()), failure);
    } catch (IllegalArgumentException noUrl) {
      throw new CommandFailure("--redis: " + noUrl.getMessage(), noUrl);
    }
  }

  /** Whether the URL holds a password. */
  public static boolean hasPassword(String url) {
    return RedisAddress.parse(url).password() != null;
  }
}
