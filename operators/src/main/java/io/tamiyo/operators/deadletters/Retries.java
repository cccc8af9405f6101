package io.tamiyo.operators.deadletters;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.source.Chore;
import java.time.Duration;

/**
 * Dead letters whose cause passes by itself are tried again by the job: each second it looks which
 * have waited long enough in the time of their stream, and replays them as {@code ./tamiyo dlq
 * replay} does. What is known of a letter stands in Redis with it, how often it was tried included,
 * so that neither a restart nor a second job tries one twice.
 */
public final class Retries implements Chore {

  private static final long serialVersionUID = 1;

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final String instanceId;
  private final RetrySettings settings;

  /**
   * @param names the installation
   */
  public Retries(StreamNames names, RetrySettings settings) {
    this.instanceId = names.instanceId();
    this.settings = settings;
  }

  @Override
  public String name() {
    return "retrying dead letters";
  }

  @Override
  public String metricName() {
    return "deadLetterRetries";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public Worker open(RedisConnections connections, String jobId) {
    String lineage = settings.emission().of(jobId).lineage();
    return new RetryRounds(
        connections, new StreamNames(instanceId), settings, lineage, System::nanoTime);
  }
}
