package io.tamiyo.operators.limits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Who of a layer may pass, and who waits for it. Entries of one producer pass in the order in which
 * they came: behind one that waits all others of its producer wait, too. What waits is bounded in
 * messages by {@code limits.max-parked}, and is copied when it is written.
 */
public final class LayerLimits {

  /** Producers of a layer whose rates are known at once. */
  private static final int MAX_PRODUCERS = 1_000;

  private static final RateLimits RATES = new RateLimits(MAX_PRODUCERS);

  /** What becomes of an entry. */
  public sealed interface Fate {

    /** It goes on. */
    record Passes() implements Fate {}

    /** It goes on before others of its producer that wait. */
    record Overtakes() implements Fate {}

    /** It waits. */
    record Waits(Parked parked) implements Fate {}

    /** It is one too many. */
    record IsRefused() implements Fate {}
  }

  /** It goes on. */
  public static final Fate PASSES = new Fate.Passes();

  private static final Fate OVERTAKES = new Fate.Overtakes();
  private static final Fate IS_REFUSED = new Fate.IsRefused();

  private LimitState buckets;
  private List<Parked> parked;

  /** How many entries of each producer wait: asked at every entry, and thousands may wait. */
  private final Map<String, Integer> waitingOf = new HashMap<>();

  private long next;
  private long messages;

  /** Nothing of what waits may pass before, milliseconds of the stream's time. */
  private long notBefore = Long.MIN_VALUE;

  private LayerLimits(StoredLimits stored) {
    this.buckets = stored.buckets();
    this.parked = new ArrayList<>(stored.parked());
    this.next = stored.next();
    parked.forEach(this::count);
  }

  /** What was kept. */
  public static LayerLimits of(StoredLimits stored) {
    return new LayerLimits(stored);
  }

  /** What is to be kept. */
  public StoredLimits stored() {
    return new StoredLimits(buckets, List.copyOf(parked), next);
  }

  /** Whether anything waits. */
  public boolean isWaiting() {
    return !parked.isEmpty();
  }

  /** Messages that wait. */
  public long waiting() {
    return messages;
  }

  /**
   * Decides about an entry that arrives, behind what {@link #due} has let go.
   *
   * @param producer who sent it, or empty for somebody without a name
   * @param count messages that it says it holds
   * @param nowMs the time of the layer's stream
   * @param isUrgent asked only about an entry that would be held up
   */
  public Fate arrives(
      String producer, int count, long nowMs, LimitOptions options, BooleanSupplier isUrgent) {
    boolean waitsBehind = waitingOf.containsKey(producer);
    if (!waitsBehind && passes(producer, count, nowMs, options)) {
      return PASSES;
    }
    if (isUrgent.getAsBoolean()) {
      return waitsBehind ? OVERTAKES : PASSES;
    }
    if (!options.excess().parks(messages, count, options.maxParked())) {
      return IS_REFUSED;
    }
    Parked waits = new Parked(next++, producer, count);
    parked.add(waits);
    count(waits);
    return new Fate.Waits(waits);
  }

  /**
   * Takes away what has waited long enough, longest first.
   *
   * @param nowMs the time of the layer's stream
   */
  public List<Parked> due(long nowMs, LimitOptions options) {
    if (parked.isEmpty() || (options.isLimited() && nowMs < notBefore)) {
      return List.of();
    }
    notBefore = Long.MAX_VALUE;
    Set<String> waitOn = new HashSet<>();
    List<Parked> due = new ArrayList<>();
    List<Parked> rest = new ArrayList<>(parked.size());
    for (Parked each : parked) {
      if (!waitOn.contains(each.producer())
          && passes(each.producer(), each.messages(), nowMs, options)) {
        due.add(each);
        uncount(each);
      } else {
        waitOn.add(each.producer());
        rest.add(each);
      }
    }
    parked = rest;
    return due;
  }

  private void count(Parked waits) {
    waitingOf.merge(waits.producer(), 1, Integer::sum);
    messages += waits.messages();
  }

  private void uncount(Parked goes) {
    waitingOf.computeIfPresent(goes.producer(), (name, many) -> many == 1 ? null : many - 1);
    messages -= goes.messages();
  }

  private boolean passes(String producer, int count, long nowMs, LimitOptions options) {
    RateLimits.Verdict verdict =
        RATES.judge(buckets, producer.isEmpty() ? null : producer, count, nowMs, options);
    buckets = verdict.state();
    if (!verdict.passes()) {
      notBefore = Math.min(notBefore, verdict.passesAtMs());
    }
    return verdict.passes();
  }
}
