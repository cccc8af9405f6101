package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.command.Outcome;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.jspecify.annotations.Nullable;

/** What became of commands, over the layers of one subtask. */
final class TrackMetrics {

  private static final int LATENCIES = 1_000;

  private final Counter sent;
  private final Counter retried;
  private final Counter givenUp;
  private final Map<Outcome, Counter> answers = new EnumMap<>(Outcome.class);
  private final Histogram latency;
  private final Map<String, Integer> inFlightByLayer = new HashMap<>();
  private final Map<String, Standing> standingByLayer = new HashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger leading = new AtomicInteger();

  TrackMetrics(MetricGroup group, EpochLease lease) {
    sent = group.counter("commandsSent");
    retried = group.counter("commandsRetried");
    givenUp = group.counter("commandsGivenUp");
    Counter stale = group.counter("commandsStale");
    answers.put(Outcome.APPLIED, group.counter("commandsApplied"));
    answers.put(Outcome.DUPLICATE, group.counter("commandsDuplicate"));
    answers.put(Outcome.REJECTED, group.counter("commandsRejected"));
    answers.put(Outcome.FAILED, group.counter("commandsFailed"));
    answers.put(Outcome.STALE_EPOCH, stale);
    answers.put(Outcome.STALE_REVISION, stale);
    latency = group.histogram("telemetryToAckMs", new DescriptiveStatisticsHistogram(LATENCIES));
    group.gauge("commandsInFlight", (Gauge<Integer>) inFlight::get);
    group.gauge("layersLed", (Gauge<Integer>) leading::get);
    group.gauge("jobEpoch", (Gauge<Long>) () -> lease.emission().epoch());
  }

  void count(String layer, Reaction reaction) {
    sent.inc(reaction.sent());
    retried.inc(reaction.retried());
    givenUp.inc(reaction.givenUp());
    for (Reaction.Answer answer : reaction.answers()) {
      Counter counter = answers.get(answer.outcome());
      if (counter != null) {
        counter.inc();
      }
      latency.update(answer.latencyMs());
    }
    Integer before = inFlightByLayer.put(layer, reaction.inFlight());
    inFlight.addAndGet(reaction.inFlight() - (before == null ? 0 : before));
    Standing stood = standingByLayer.put(layer, reaction.standing());
    leading.addAndGet(ofLeading(reaction.standing()) - ofLeading(stood));
  }

  /** The layer no longer counts. */
  void forget(String layer) {
    Integer before = inFlightByLayer.remove(layer);
    inFlight.addAndGet(before == null ? 0 : -before);
    leading.addAndGet(-ofLeading(standingByLayer.remove(layer)));
  }

  private static int ofLeading(@Nullable Standing standing) {
    return standing == Standing.LEADING ? 1 : 0;
  }
}
