package io.tamiyo.host;

import io.tamiyo.host.layer.LayerMeasurement;
import io.tamiyo.host.layer.LayerRuntime;
import io.tamiyo.host.training.TrainedLayers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the training thread has measured and counted to the thread of the host. While that is
 * busy still with the last report, the window of measurements simply goes on; epochs add up. The
 * layers report in turn, so that they do not all ask for decisions at one moment.
 */
final class HostReporting {

  /** Metric of the layer: time spent on held-out evaluations by time of training. */
  private static final String EVALUATION_SHARE = "evaluation_share";

  /** Metric of the layer: how often something failed in it, or beside it in its host. */
  private static final String FAILURES = "failures";

  private final List<HostedLayer> layers;
  private final TrainedLayers training;
  private final HostWork work;
  private final long intervalNanos;
  private final AtomicInteger epochs = new AtomicInteger();
  private final HostWork.Job report;
  private final HostWork.Job count;

  /** What the thread of the host has not reported yet; only it empties it. */
  private volatile @Nullable Measured measured;

  private long next;
  private int turn;

  private record Measured(HostedLayer layer, LayerMeasurement measurement) {}

  HostReporting(
      List<HostedLayer> layers, TrainedLayers training, HostWork work, Duration interval) {
    this.layers = layers;
    this.training = training;
    this.work = work;
    this.intervalNanos = interval.toNanos() / layers.size();
    this.report = work.job("a report", this::report);
    this.count = work.job("the count of training epochs", this::count);
  }

  /** The first report is due at once: nothing is known of the seeds yet. */
  void begin() {
    next = System.nanoTime();
  }

  void endStep() {
    if (System.nanoTime() - next >= 0 && measured == null) {
      next = System.nanoTime() + intervalNanos;
      HostedLayer layer = layers.get(turn);
      turn = (turn + 1) % layers.size();
      measured = new Measured(layer, layer.kernel().measure());
      report.ask();
    }
  }

  private void report() {
    Measured latest = measured;
    if (latest == null) {
      return;
    }
    try {
      LayerRuntime layer = latest.layer().runtime();
      layer.report(
          latest
              .measurement()
              .with(EVALUATION_SHARE, training.evaluationShare())
              .with(FAILURES, (double) (layer.failures() + work.failures())));
    } finally {
      measured = null;
    }
  }

  void endEpoch() {
    epochs.incrementAndGet();
    count.ask();
  }

  private void count() {
    for (int rest = epochs.getAndSet(0); rest > 0; rest--) {
      layers.stream().map(HostedLayer::runtime).forEach(LayerRuntime::onTrainingEpoch);
    }
  }
}
