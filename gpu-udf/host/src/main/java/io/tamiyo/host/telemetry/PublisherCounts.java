package io.tamiyo.host.telemetry;

/**
 * What a publisher has done since its start.
 *
 * @param sent messages in counted channels that Redis has. Each counts once: an entry whose reply
 *     was lost is looked up before it is sent again, see {@link Publisher}
 * @param acknowledgements those of them that are acknowledgements
 * @param entries in all channels that Redis has
 * @param recovered entries whose reply was lost and which were found in Redis
 * @param dropped messages that were given up because the buffer was full, told of by gap events
 */
public record PublisherCounts(
    long sent, long acknowledgements, long entries, long recovered, long dropped) {

  /** Both together. */
  public PublisherCounts plus(PublisherCounts other) {
    return new PublisherCounts(
        sent + other.sent,
        acknowledgements + other.acknowledgements,
        entries + other.entries,
        recovered + other.recovered,
        dropped + other.dropped);
  }
}
