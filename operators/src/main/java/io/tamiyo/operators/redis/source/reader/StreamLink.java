package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisFailure;
import io.tamiyo.operators.redis.Replies;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** The connection of a fetcher on which it reads, from its opening to its end. */
final class StreamLink implements AutoCloseable {
  private static final Duration BLOCK_WHERE_NOT_WAKEABLE = Duration.ofMillis(50);
  private static final String RUN_ID = "run_id:";

  private final RedisConnection connection;
  private final String runId;
  private final long blockMillis;

  private StreamLink(RedisConnection connection, String runId, Duration blockFor) {
    this.connection = connection;
    this.runId = runId;
    boolean wakeable = connection.clientId() != RedisConnection.NO_CLIENT_ID;
    this.blockMillis =
        wakeable
            ? blockFor.toMillis()
            : Math.min(blockFor.toMillis(), BLOCK_WHERE_NOT_WAKEABLE.toMillis());
  }

  static StreamLink open(RedisConnections connections, Duration blockFor)
      throws RedisAccessException {
    RedisConnection connection = connections.open(blockFor);
    return new StreamLink(connection, runIdOf(connection), blockFor);
  }

  /** The identity of this run of the server; empty where the user may not ask. */
  private static String runIdOf(RedisConnection connection) {
    try {
      String info = Replies.text(connection.call(Command.INFO, "server"));
      Optional<String> line = info.lines().filter(text -> text.startsWith(RUN_ID)).findFirst();
      return line.map(text -> text.substring(RUN_ID.length()).trim()).orElse("");
    } catch (JedisDataException refused) {
      if (RedisFailure.classify(refused) == RedisFailure.NOPERM) {
        return "";
      }
      throw refused;
    }
  }

  RedisConnection connection() {
    return connection;
  }

  String runId() {
    return runId;
  }

  /** Sends XREAD, which blocks until there is an entry or its time is over. */
  void requestEntries(List<SplitProgress> splits, long count) {
    CommandArguments command =
        new CommandArguments(Command.XREAD)
            .add("COUNT")
            .add(count)
            .add("BLOCK")
            .add(blockMillis)
            .add("STREAMS");
    for (SplitProgress split : splits) {
      command.add(split.key());
    }
    for (SplitProgress split : splits) {
      command.add(split.after());
    }
    connection.send(command);
  }

  @Override
  public void close() {
    connection.close();
  }
}
