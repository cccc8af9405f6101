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
record PlacedEntry(Outgoing outgoing, long sequence, Map<String, byte[]> fields) {

  /** The fields with their names as Redis gets them. */
  Map<byte[], byte[]> rawFields() {
    Map<byte[], byte[]> raw = new JedisByteHashMap();
    fields.forEach((name, value) -> raw.put(name.getBytes(StandardCharsets.UTF_8), value));
    return raw;
  }

  String stream() {
    return outgoing.channel().stream();
  }
}
