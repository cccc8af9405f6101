package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.streams.Installed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import redis.clients.jedis.Protocol.Command;

/** The keys of {@link RetryOptions}. */
public final class RetryKeys {

  static final ConfigOption<Integer> ATTEMPTS =
      ConfigOptions.key("dead-letters.retries")
          .intType()
          .defaultValue(RetryOptions.DEFAULTS.attempts())
          .withDescription(
              "How often the job tries a dead letter again whose cause passes by itself; 0 leaves all to people.");

  static final ConfigOption<Duration> FIRST_WAIT =
      ConfigOptions.key("dead-letters.retry-after")
          .durationType()
          .defaultValue(RetryOptions.DEFAULTS.firstWait())
          .withDescription(
              "What the first attempt waits for, in stream time; each one after waits twice as long, the last one at most 24 h.");

  private RetryKeys() {}

  /** Every key. */
  public static List<ConfigOption<?>> all() {
    return List.of(ATTEMPTS, FIRST_WAIT);
  }

  /**
   * The options of a job.
   *
   * @throws IllegalArgumentException naming both keys when one is out of range
   */
  public static RetryOptions from(ReadableConfig config) {
    try {
      return new RetryOptions(config.get(ATTEMPTS), config.get(FIRST_WAIT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          ATTEMPTS.key() + ", " + FIRST_WAIT.key() + ": " + e.getMessage(), e);
    }
  }

  /** Those of the job that was submitted last, as it has told Redis; else the defaults. */
  public static RetryOptions of(Installed installed) {
    Map<String, String> values = new TreeMap<>();
    Replies.map(installed.redis().call(Command.HGETALL, installed.names().submittedOptions()))
        .forEach((key, value) -> values.put(key, Replies.text(value)));
    try {
      return from(Configuration.fromMap(values));
    } catch (IllegalArgumentException ofAnotherRelease) {
      return RetryOptions.DEFAULTS;
    }
  }
}
