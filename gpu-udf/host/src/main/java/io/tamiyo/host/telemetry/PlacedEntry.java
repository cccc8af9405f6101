package io.tamiyo.host.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import redis.clients.jedis.util.JedisByteHashMap;

/**
 * An entry with its place in the order. It is sent until Redis has it, always the same.
 *
 * @param sequence within its channel and the producer's epoch
 * @param fields as Redis gets them
 */
record PlacedEntry(Sendable sendable, long sequence, Map<String, byte[]> fields) {

  /** The fields with their names as Redis gets them. */
  Map<byte[], byte[]> rawFields() {
    Map<byte[], byte[]> raw = new JedisByteHashMap();
    fields.forEach((name, value) -> raw.put(name.getBytes(StandardCharsets.UTF_8), value));
    return raw;
  }

  /** Of its values, in Redis' memory and ours. */
  long bytes() {
    return fields.values().stream().mapToLong(value -> value.length).sum();
  }

  String stream() {
    return sendable.channel().stream();
  }
}
