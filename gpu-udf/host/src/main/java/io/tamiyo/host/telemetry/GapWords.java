package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Words what a host has lost as messages that say so. */
final class GapWords {

  private static final double MS_PER_SECOND = 1e3;
  private static final String FULL =
      "the host's buffer was full while Redis was away, or had no room for it";
  private static final String DAMAGED =
      "what the host had kept on disk while Redis was away is damaged";

  private final ProducerIdentity identity;
  private final InstantSource clock;
  private final AtomicLong gaps = new AtomicLong();

  GapWords(ProducerIdentity identity, InstantSource clock) {
    this.identity = identity;
    this.clock = clock;
  }

  /**
   * A gap in a channel.
   *
   * @param lost messages, or null when that can't be known
   */
  GapEvent of(Channel channel, @Nullable Long lost) {
    String id =
        "gap-%s-%d-%d".formatted(identity.producer(), identity.epoch(), gaps.incrementAndGet());
    double now = clock.millis() / MS_PER_SECOND;
    return new GapEvent(
        Header.of(id, now, identity.producer()),
        channel.stream(),
        channel.layerId(),
        lost,
        lost == null ? DAMAGED : FULL,
        identity.producer(),
        null,
        null);
  }
}
