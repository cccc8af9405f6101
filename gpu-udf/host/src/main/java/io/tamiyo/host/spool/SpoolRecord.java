package io.tamiyo.host.spool;

/**
 * A record that was read and is not settled yet.
 *
 * @param segment where it stands
 * @param offset of the first byte behind it
 * @param bytes as they were appended
 */
public record SpoolRecord(long segment, long offset, byte[] bytes) {}
