package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.source.LayerDirectory;
import io.tamiyo.operators.redis.source.LayerRegistry;
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

  /** Where layers that have gone are taken out. */
  public static LayerRegistry registry(StreamNames names) {
    return new LayerRegistry(names.layers(), EntryFields.LAYER);
  }

  @Override
  public Map<String, String> layers(RedisConnection connection) {
    Map<String, String> layers = new TreeMap<>(hash.layers(connection));
    layers.keySet().removeIf(layer -> !LayerId.isValid(layer));
    return layers;
  }
}
