package io.tamiyo.host;

import io.tamiyo.host.layer.LayerMeasurement;
import io.tamiyo.host.layer.LayerRuntime;
import io.tamiyo.host.training.TrainedLayers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands what the training thread has measured and counted to the thread of the host, which neither
 * waits, allocates nor calls the system. While the host is busy still with the last few reports,
 * the window of measurements simply goes on; epochs add up. The layers report in turn, so that they
 * do not all ask for decisions at one moment.
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

  private long next;
  private int turn;

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
    long now = System.nanoTime();
    if (now - next >= 0) {
      next = now + intervalNanos;
      layers.get(turn).kernel().layer().offer();
      turn = (turn + 1) % layers.size();
      report.ask();
    }
  }

  private void report() {
    for (HostedLayer layer : layers) {
      for (Optional<LayerMeasurement> next = layer.kernel().take();
          next.isPresent();
          next = layer.kernel().take()) {
        report(layer.runtime(), next.get());
      }
    }
  }

  private void report(LayerRuntime layer, LayerMeasurement measurement) {
    layer.report(
        measurement
            .with(EVALUATION_SHARE, training.evaluationShare())
            .with(FAILURES, (double) (layer.failures() + work.failures())));
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
