package io.tamiyo.operators.deadletters;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisFailure;
import io.tamiyo.operators.redis.source.Chore;
import io.tamiyo.operators.streams.Installed;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/** Reads what has become a dead letter since the last round, and replays what is due. */
final class RetryRounds implements Chore.Worker {

  /** Failures after which only another connection can help. */
  private static final Set<RedisFailure> OF_THE_CONNECTION =
      EnumSet.of(RedisFailure.IO, RedisFailure.NOAUTH, RedisFailure.WRONGPASS);

  private final RedisConnections connections;
  private final StreamNames names;
  private final RetrySettings settings;
  private final String lineage;
  private final LongSupplier nanos;

  private @Nullable Installed installed;
  private @Nullable RetrySession session;

  /**
   * @param lineage as whom the job holds the lease to send commands
   * @param nanos a clock of this machine
   */
  RetryRounds(
      RedisConnections connections,
      StreamNames names,
      RetrySettings settings,
      String lineage,
      LongSupplier nanos) {
    this.connections = connections;
    this.names = names;
    this.settings = settings;
    this.lineage = lineage;
    this.nanos = nanos;
  }

  @Override
  public synchronized Map<String, Long> run() throws RedisAccessException {
    try {
      return session().round();
    } catch (JedisException failure) {
      if (OF_THE_CONNECTION.contains(RedisFailure.classify(failure))) {
        close();
      }
      throw RedisAccessException.of(connections.address(), "trying dead letters again", failure);
    }
  }

  private RetrySession session() throws RedisAccessException {
    if (session == null) {
      installed = new Installed(connections.open(), names);
      session = new RetrySession(installed, settings, lineage, nanos);
    }
    return session;
  }

  @Override
  public synchronized void close() {
    if (installed != null) {
      installed.close();
    }
    installed = null;
    session = null;
  }
}
