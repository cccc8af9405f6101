package io.tamiyo.operators.limits;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an entry exceeds what its producer or its layer may send: a pure function of the
 * entry, its stream's time and what was sent before. An entry takes of both buckets or of none.
 */
public final class RateLimits {

  private final int maxProducers;

  /**
   * @param maxProducers producers of a layer whose rates are known at once; beyond it the one that
   *     was silent longest is taken for a new one, while the limit of the layer holds for all
   */
  public RateLimits(int maxProducers) {
    if (maxProducers < 1) {
      throw new IllegalArgumentException("maxProducers is not positive: " + maxProducers);
    }
    this.maxProducers = maxProducers;
  }

  /**
   * What is decided of an entry.
   *
   * @param passes whether it is within the limits
   * @param passesAtMs when it may pass, if nothing else is sent before; now when it passes
   * @param state of the layer after it
   */
  public record Verdict(boolean passes, long passesAtMs, LimitState state) {}

  /**
   * Judges an entry that is not exempt.
   *
   * @param producer who sent it, or null for somebody without a name, who is limited by the layer's
   *     limit alone
   * @param messages that it holds
   * @param nowMs the time of the layer's stream
   */
  public Verdict judge(
      LimitState before,
      @Nullable String producer,
      int messages,
      long nowMs,
      LimitOptions options) {
    RateLimit forLayer = options.layer();
    RateLimit forProducer = producer == null ? RateLimit.NONE : options.producer();
    TokenBucket layer = now(before.layer(), forLayer, nowMs);
    TokenBucket own = now(bucketOf(before, producer), forProducer, nowMs);
    boolean passes = isWithin(layer, messages, forLayer) && isWithin(own, messages, forProducer);
    if (!passes) {
      long at = Math.max(passesAt(layer, messages, forLayer), passesAt(own, messages, forProducer));
      return new Verdict(false, at, before);
    }
    return new Verdict(
        true,
        nowMs,
        new LimitState(
            forLayer.isLimited() ? layer.without(messages) : null,
            producer == null || !forProducer.isLimited()
                ? kept(before, "", options.producer(), nowMs)
                : with(before, producer, own.without(messages), options.producer(), nowMs)));
  }

  private static TokenBucket now(@Nullable TokenBucket bucket, RateLimit limit, long nowMs) {
    return bucket == null ? TokenBucket.full(limit, nowMs) : bucket.at(nowMs, limit);
  }

  private static boolean isWithin(TokenBucket bucket, int messages, RateLimit limit) {
    return !limit.isLimited() || bucket.has(messages, limit);
  }

  private static long passesAt(TokenBucket bucket, int messages, RateLimit limit) {
    return limit.isLimited() ? bucket.passesAt(messages, limit) : bucket.atMs();
  }

  private static @Nullable TokenBucket bucketOf(LimitState state, @Nullable String producer) {
    for (ProducerBucket each : state.producers()) {
      if (each.producer().equals(producer)) {
        return each.bucket();
      }
    }
    return null;
  }

  private List<ProducerBucket> with(
      LimitState before, String producer, TokenBucket bucket, RateLimit limit, long nowMs) {
    List<ProducerBucket> producers = kept(before, producer, limit, nowMs);
    producers.add(new ProducerBucket(producer, bucket));
    while (producers.size() > maxProducers) {
      producers.remove(0);
    }
    return producers;
  }

  /** The buckets of others that have not filled up since. */
  private static List<ProducerBucket> kept(
      LimitState before, String but, RateLimit limit, long nowMs) {
    List<ProducerBucket> kept = new ArrayList<>(before.producers().size() + 1);
    for (ProducerBucket each : before.producers()) {
      boolean matters = limit.isLimited() && !each.bucket().at(nowMs, limit).isFull(limit);
      if (matters && !each.producer().equals(but)) {
        kept.add(each);
      }
    }
    return kept;
  }
}
