package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.Replies;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;

/** Tells which layers there are and in which stream each one's entries lie. */
@FunctionalInterface
public interface LayerDirectory extends Serializable {

  /** Layer to stream, as of now. */
  Map<String, String> layers(RedisConnection connection);

  /** A Redis hash of layer to stream, which hosts write when they announce themselves. */
  static LayerDirectory inHash(String key) {
    return connection -> {
      Map<String, String> layers = new HashMap<>();
      Replies.map(connection.call(Command.HGETALL, key))
          .forEach((layer, stream) -> layers.put(layer, Replies.text(stream)));
      return layers;
    };
  }
}
