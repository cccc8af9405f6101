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

  /** The start of this producer. */
  long producerEpoch() {
    return identity.epoch();
  }

  /**
   * A gap in a channel, of which it is known how large it is.
   *
   * @param producerEpoch of the process that began to count
   * @param from the count of what was lost before it
   * @param upTo the count with it
   */
  GapEvent counted(Channel channel, long producerEpoch, long from, long upTo) {
    String about =
        channel.layerId() == null ? channel.stream() : channel.stream() + "-" + channel.layerId();
    String id = "gap-%s-%d-%s-%d".formatted(identity.producer(), producerEpoch, about, upTo);
    return of(channel, id, upTo - from);
  }

  /** A gap in a channel, of which nobody knows how large it is. */
  GapEvent uncounted(Channel channel) {
    String id =
        "gap-%s-%d-%d".formatted(identity.producer(), identity.epoch(), gaps.incrementAndGet());
    return of(channel, id, null);
  }

  private GapEvent of(Channel channel, String id, @Nullable Long lost) {
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
