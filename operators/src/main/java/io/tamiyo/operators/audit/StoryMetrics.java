package io.tamiyo.operators.audit;

import io.tamiyo.operators.correlation.AwaitedCommand;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** How long the steps of stories take, over the layers of one subtask. */
final class StoryMetrics {

  private static final int WINDOW = 1_000;

  private final Histogram toCommand;
  private final Histogram toAcknowledgement;
  private final Histogram toTransition;
  private final Counter overdue;
  private final Counter forgotten;
  private final Map<String, Integer> openByLayer = new HashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  StoryMetrics(MetricGroup group) {
    toCommand = histogram(group, "requestToCommandMs");
    toAcknowledgement = histogram(group, "commandToAcknowledgementMs");
    toTransition = histogram(group, "acknowledgementToTransitionMs");
    overdue = group.counter("storiesOverdue");
    forgotten = group.counter("storiesForgotten");
    group.gauge("storiesOpen", (Gauge<Integer>) open::get);
  }

  private static Histogram histogram(MetricGroup group, String name) {
    return group.histogram(name, new DescriptiveStatisticsHistogram(WINDOW));
  }

  void closed(AwaitedCommand command) {
    if (command.toCommandMs() >= 0) {
      toCommand.update(command.toCommandMs());
    }
    toAcknowledgement.update(command.toAcknowledgementMs());
    if (command.toTransitionMs() >= 0) {
      toTransition.update(command.toTransitionMs());
    }
  }

  void overdue() {
    overdue.inc();
  }

  void forgotten(long stories) {
    forgotten.inc(stories);
  }

  /** So many stories of a layer are open; the layer is kept only while there are any. */
  void open(String layer, int stories) {
    Integer before = stories == 0 ? openByLayer.remove(layer) : openByLayer.put(layer, stories);
    open.addAndGet(stories - (before == null ? 0 : before));
  }
}
