package io.tamiyo.operators.redis.sink;

import io.tamiyo.operators.redis.RedisConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * One entry to append.
 *
 * @param stream the stream, created if it is missing
 * @param fields names and values in the order of the map; at least one, the arrays are not copied
 * @param trim what to cut off the stream on the way, or null for nothing
 */
public record StreamAppend(String stream, Map<String, byte[]> fields, @Nullable StreamTrim trim) {

  public StreamAppend {
    if (stream.isEmpty()) {
      throw new IllegalArgumentException("stream is empty");
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("an entry for " + stream + " has no fields");
    }
  }

  /** An entry that trims nothing. */
  public static StreamAppend of(String stream, Map<String, byte[]> fields) {
    return new StreamAppend(stream, fields, null);
  }

  /** About the bytes that it occupies. */
  public long bytes() {
    long bytes = stream.length();
    for (Map.Entry<String, byte[]> field : fields.entrySet()) {
      bytes += field.getKey().length() + field.getValue().length;
    }
    return bytes;
  }

  /** Writes XADD into the buffer of a connection; the reply is the id of the entry. */
  public void sendTo(RedisConnection connection) {
    CommandArguments command = new CommandArguments(Command.XADD).add(stream);
    if (trim != null) {
      command.add(trim.kind().name()).add("~").add(trim.bound());
    }
    command.add("*");
    fields.forEach((name, value) -> command.add(name).add(value));
    connection.send(command);
  }
}
