package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.source.LayerDirectory;
import java.util.Map;
import java.util.TreeMap;

/**
 * The layers that hosts have registered. Of what the hash holds, only what can be a layer: anybody
 * may have written it, and one bad field must not concern the others.
 */
public final class RegisteredLayers implements LayerDirectory {

  private static final long serialVersionUID = 1;

  private final LayerDirectory hash;

  /**
   * @param names of the installation
   */
  public RegisteredLayers(StreamNames names) {
    this.hash = LayerDirectory.inHash(names.layers());
  }

  @Override
  public Map<String, String> layers(RedisConnection connection) {
    Map<String, String> layers = new TreeMap<>(hash.layers(connection));
    layers.keySet().removeIf(layer -> !LayerId.isValid(layer));
    return layers;
  }
}
