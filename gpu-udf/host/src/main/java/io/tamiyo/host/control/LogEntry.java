package io.tamiyo.host.control;

import java.util.Map;

/**
 * An entry as it stands in a log.
 *
 * @param stream the Redis key
 * @param entryId its id there
 * @param fields as they came
 */
public record LogEntry(String stream, String entryId, Map<String, byte[]> fields) {}
