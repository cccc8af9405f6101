package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.source.StreamDirectory;
import java.util.Set;
import java.util.TreeSet;

/**
 * The control log of every layer that a host has registered. It begins with the job's own marker,
 * which the job must read back before it decides anything: a log that were only found by a search
 * would let the layer's first reports wait for that search.
 */
public final class AnnouncedControlLogs implements StreamDirectory {

  private static final long serialVersionUID = 1;

  private final String instanceId;

  /**
   * @param names of the installation
   */
  public AnnouncedControlLogs(StreamNames names) {
    this.instanceId = names.instanceId();
  }

  @Override
  public Set<String> announced(RedisConnection connection) {
    StreamNames names = new StreamNames(instanceId);
    Set<String> streams = new TreeSet<>();
    new RegisteredLayers(names)
        .layers(connection)
        .keySet()
        .forEach(layer -> streams.add(names.control(layer)));
    return streams;
  }
}
