package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.RedisConnections;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * Work on Redis that is done now and then beside reading, at one place of the whole job. Nothing of
 * it is in checkpoints: what it must remember stands in Redis.
 */
public interface Chore extends Serializable {

  /** What it is, for people, as the beginning of a sentence; for instance {@code retention}. */
  String name();

  /** The group of its counters among the metrics, in camel case. */
  String metricName();

  /** From the end of one round to the next. */
  Duration every();

  /**
   * Begins; the worker opens connections when it needs them.
   *
   * @param jobId by which Flink knows the job; empty where it has none
   */
  Worker open(RedisConnections connections, String jobId);

  /** Does it, in one thread at a time. */
  interface Worker extends AutoCloseable {

    /**
     * Does one round, of about a second at most: streams are discovered by the same thread.
     *
     * @return what was done, by name of a counter
     * @throws IOException when it could not be done; the next round tries again
     */
    Map<String, Long> run() throws IOException;

    /** Gives back what it holds open, from any thread. */
    @Override
    void close();
  }
}
