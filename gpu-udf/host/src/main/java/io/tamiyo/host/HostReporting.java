package io.tamiyo.host;

import io.tamiyo.host.layer.LayerMeasurement;
import io.tamiyo.host.layer.LayerRuntime;
import io.tamiyo.host.training.TrainedLayers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands what the training thread has measured and counted to the thread of the host. While that is
 * busy still with the last report, the window of measurements simply goes on; epochs add up.
 */
final class HostReporting {

  /** Metric of the layer: time spent on held-out evaluations by time of training. */
  private static final String EVALUATION_SHARE = "evaluation_share";

  /** Metric of the layer: how often something failed and it turned to the identity. */
  private static final String FAILURES = "failures";

  private final List<HostedLayer> layers;
  private final TrainedLayers training;
  private final long intervalNanos;
  private final AtomicInteger epochs = new AtomicInteger();
  private final HostWork.Job report;
  private final HostWork.Job count;

  /** What the thread of the host has not reported yet; only it empties it. */
  private volatile List<LayerMeasurement> measured = List.of();

  private long next;

  HostReporting(
      List<HostedLayer> layers, TrainedLayers training, HostWork work, Duration interval) {
    this.layers = layers;
    this.training = training;
    this.intervalNanos = interval.toNanos();
    this.report = work.job("a report", this::report);
    this.count = work.job("the count of training epochs", this::count);
  }

  /** The first report is due at once: nothing is known of the seeds yet. */
  void begin() {
    next = System.nanoTime();
  }

  void endStep() {
    if (System.nanoTime() - next >= 0 && measured.isEmpty()) {
      next = System.nanoTime() + intervalNanos;
      measured = layers.stream().map(layer -> layer.kernel().measure()).toList();
      report.ask();
    }
  }

  private void report() {
    try {
      List<LayerMeasurement> latest = measured;
      double share = training.evaluationShare();
      for (int place = 0; place < latest.size(); place++) {
        LayerRuntime layer = layers.get(place).runtime();
        layer.report(
            latest
                .get(place)
                .with(EVALUATION_SHARE, share)
                .with(FAILURES, (double) layer.failures()));
      }
    } finally {
      measured = List.of();
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
