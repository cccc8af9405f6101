package io.tamiyo.operators.delivery;

import java.util.Map;

/**
 * An entry that the job appends to a stream.
 *
 * @param stream the Redis key
 * @param fields as the native wire writes them
 */
public record Outbound(String stream, Map<String, byte[]> fields) {}
