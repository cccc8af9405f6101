package io.tamiyo.host.layer;

import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.telemetry.Publisher;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What the layers of a host share.
 *
 * @param hostId the host, as the source of its messages
 * @param protocol decides on commands
 * @param wire reads entries
 * @param publisher sends messages
 * @param clock of the host; data only, nothing is decided by it
 * @param snapshotsPerReport seeds that are told of in detail beside each report
 */
public record LayerContext(
    String hostId,
    LayerProtocol protocol,
    WireReader wire,
    Publisher publisher,
    InstantSource clock,
    int snapshotsPerReport) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Seconds since the epoch. */
  double seconds() {
    Instant now = clock.instant();
    return now.getEpochSecond() + now.getNano() / NANOS_PER_SECOND;
  }
}
