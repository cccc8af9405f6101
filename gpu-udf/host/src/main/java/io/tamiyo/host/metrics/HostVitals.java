package io.tamiyo.host.metrics;

import io.tamiyo.host.telemetry.PublishDelays;

/**
 * The numbers of a host at one moment.
 *
 * @param published messages that Redis has
 * @param consumed entries of control logs that were settled
 * @param delays how long messages took to Redis
 * @param buffered messages that wait for Redis in memory
 * @param spooledBytes of messages that wait for it on disk
 * @param dropped messages that were given up
 * @param layerFailures how often a layer turned to the identity
 * @param workFailures how often other work of the host failed
 * @param brokenLayers layers that take no commands any more
 */
public record HostVitals(
    long published,
    long consumed,
    PublishDelays.Counts delays,
    long buffered,
    long spooledBytes,
    long dropped,
    long layerFailures,
    long workFailures,
    long brokenLayers) {}
