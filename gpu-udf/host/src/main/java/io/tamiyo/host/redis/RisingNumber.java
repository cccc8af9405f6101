package io.tamiyo.host.redis;

import java.util.List;
import redis.clients.jedis.Jedis;

/** A counter in Redis from which lives and starts are numbered. */
public final class RisingNumber {

  private RisingNumber() {}

  /**
   * A number greater than all that were drawn before. The counter starts at the server's time in
   * milliseconds, so that this holds over a loss of the counter too.
   */
  public static long draw(Jedis jedis, String counter) {
    List<String> time = jedis.time();
    long millis = Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
    jedis.setnx(counter, Long.toString(millis));
    return jedis.incr(counter);
  }
}
