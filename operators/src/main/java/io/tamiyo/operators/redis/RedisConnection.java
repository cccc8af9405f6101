package io.tamiyo.operators.redis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * One connection, used by one thread. Replies are what Jedis reads: {@code byte[]}, {@code Long},
 * {@code List} or null; errors are thrown as its unchecked exceptions and classified by {@link
 * RedisFailure} where they are handled.
 */
public final class RedisConnection implements AutoCloseable {
  /** The number of a connection whose user may not run CLIENT. */
  public static final long NO_CLIENT_ID = -1;

  private final ReadingConnection connection;
  private final long clientId;

  RedisConnection(ReadingConnection connection, long clientId) {
    this.connection = connection;
    this.clientId = clientId;
  }

  /** The number by which another connection can unblock this one, or {@link #NO_CLIENT_ID}. */
  public long clientId() {
    return clientId;
  }

  /** Sends a command and waits for its reply. */
  public @Nullable Object call(ProtocolCommand command, Object... arguments) {
    send(command, arguments);
    return receive();
  }

  /** Writes a command into the buffer; it leaves at the next {@link #receive} at the latest. */
  public void send(ProtocolCommand command, Object... arguments) {
    send(new CommandArguments(command).addObjects(arguments));
  }

  /** Writes a command into the buffer; it leaves at the next {@link #receive} at the latest. */
  public void send(CommandArguments command) {
    connection.sendCommand(command);
  }

  /** Waits for the reply to the oldest command that has none yet. */
  public @Nullable Object receive() {
    return connection.getOne();
  }

  /**
   * As {@link #receive()}, but the reply is read off the wire by {@code reader}, without the lists
   * and arrays in between. An error of Redis is thrown as there.
   */
  public void receive(ReplyReader reader) {
    connection.readNextWith(reader);
  }

  /** Closes the socket at once, whatever is in flight; it throws nothing. */
  @Override
  public void close() {
    try {
      connection.forceDisconnect();
    } catch (IOException alreadyGone) {
      // forceDisconnect declares it for its subclasses; the socket is closed quietly.
      throw new IllegalStateException("cannot close the connection", alreadyGone);
    }
  }
}
