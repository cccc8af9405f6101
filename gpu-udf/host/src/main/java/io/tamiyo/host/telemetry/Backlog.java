package io.tamiyo.host.telemetry;

/**
 * What a publisher has not sent yet.
 *
 * @param urgent messages that go first
 * @param reports in memory
 * @param reportBytes theirs, estimated
 * @param diskBytes of what waits on disk
 */
public record Backlog(long urgent, long reports, long reportBytes, long diskBytes) {}
