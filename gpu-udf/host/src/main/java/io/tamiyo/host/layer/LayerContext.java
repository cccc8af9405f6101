package io.tamiyo.host.layer;

import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.commands.HostAddresses;
import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.commands.Publications;
import io.tamiyo.host.telemetry.Publisher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the layers of a host share.
 *
 * @param hostId the host, as the source of its messages
 * @param protocol decides on commands
 * @param wire reads entries
 * @param publisher sends messages
 * @param clock of the host; data only, nothing is decided by it
 * @param snapshotsPerReport seeds that are told of in detail beside each report
 * @param addresses where the host answers, asked at each announcement
 */
public record LayerContext(
    String hostId,
    LayerProtocol protocol,
    WireReader wire,
    Publisher publisher,
    InstantSource clock,
    int snapshotsPerReport,
    Supplier<HostAddresses> addresses) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** What the host says of a layer's records. */
  Publications publications(String layerId) {
    return new Publications(hostId, layerId, addresses);
  }

  /** Seconds since the epoch. */
  double seconds() {
    Instant now = clock.instant();
    return now.getEpochSecond() + now.getNano() / NANOS_PER_SECOND;
  }
}
