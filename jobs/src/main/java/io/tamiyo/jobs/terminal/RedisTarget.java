package io.tamiyo.jobs.terminal;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.RedisUrl;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.streams.Installed;
import java.util.function.Function;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import redis.clients.jedis.exceptions.JedisException;

/** Which installation a command is about. */
public final class RedisTarget {

  @Option(
      names = "--redis",
      paramLabel = "URL",
      defaultValue = "${env:" + RedisUrl.ENVIRONMENT + ":-" + RedisUrl.DEFAULT + "}",
      showDefaultValue = Visibility.NEVER,
      description = {
        "Redis of the installation. Default: the environment variable "
            + RedisUrl.ENVIRONMENT
            + ", where a URL with a password belongs, else "
            + RedisUrl.DEFAULT
            + "."
      })
  private String redis = RedisUrl.DEFAULT;

  @Option(
      names = "--instance-id",
      paramLabel = "ID",
      description = "The installation, where several share one Redis.")
  private String instanceId = "";

  /** The keys of the installation. */
  public StreamNames names() {
    try {
      return new StreamNames(instanceId);
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure("--instance-id: " + wrong.getMessage(), wrong);
    }
  }

  /**
   * Works on an open connection, and closes it.
   *
   * @throws CommandFailure when Redis can't be reached or refuses a command, with what to do
   */
  public <R> R with(Function<Installed, R> work) {
    RedisConnections connections = connections();
    try (Installed installed = new Installed(connections.open(), names())) {
      return work.apply(installed);
    } catch (RedisAccessException failure) {
      throw new CommandFailure(String.valueOf(failure.getMessage()), failure);
    } catch (JedisException failure) {
      RedisAccessException told =
          RedisAccessException.of(connections.address(), "carrying out the command", failure);
      throw new CommandFailure(String.valueOf(told.getMessage()), failure);
    }
  }

  private RedisConnections connections() {
    try {
      return new RedisConnections(RedisConnectionOptions.of(redis));
    } catch (IllegalArgumentException noUrl) {
      throw new CommandFailure("--redis: " + noUrl.getMessage(), noUrl);
    }
  }
}
