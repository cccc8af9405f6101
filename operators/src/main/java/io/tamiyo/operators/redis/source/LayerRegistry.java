package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.sink.StreamAppend;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Protocol.Command;

/**
 * Takes layers out of a Redis hash of layer to stream.
 *
 * @param hash its key
 * @param layerField the field that names the layer of an entry
 */
public record LayerRegistry(String hash, String layerField) implements Serializable {

  private static final int MOST_UNREAD = 1_000;

  /**
   * KEYS: the hash, the stream. ARGV: layer, id of the last entry read, name of the layer's field,
   * most entries to look at, then the entry.
   */
  private static final String FORGET =
      """
      local unread = redis.call('XRANGE', KEYS[2], '(' .. ARGV[2], '+', 'COUNT', ARGV[4])
      if redis.call('HGET', KEYS[1], ARGV[1]) ~= KEYS[2] or #unread == tonumber(ARGV[4]) then
        return 0
      end
      for _, entry in ipairs(unread) do
        local of = nil
        for i = 1, #entry[2], 2 do
          if entry[2][i] == ARGV[3] then of = entry[2][i + 1] end
        end
        if of == nil or of == ARGV[1] then
          return 0
        end
      end
      redis.call('HDEL', KEYS[1], ARGV[1])
      redis.call('XADD', KEYS[2], '*', unpack(ARGV, 5))
      return 1
      """;

  /**
   * Takes a layer out and appends its farewell, both or neither.
   *
   * @param lastRead the last entry of the layer that was read
   * @return false, when there may be a later one, or the layer has moved, or is out already
   */
  public boolean forget(
      RedisConnection connection, String layer, StreamAppend farewell, StreamId lastRead) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                FORGET,
                "2",
                hash,
                farewell.stream(),
                layer,
                lastRead.toString(),
                layerField,
                String.valueOf(MOST_UNREAD)));
    farewell
        .fields()
        .forEach(
            (name, value) -> {
              arguments.add(name);
              arguments.add(value);
            });
    return Replies.number(connection.call(Command.EVAL, arguments.toArray())) == 1;
  }
}
