package io.tamiyo.operators.ordering;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * {@code gaps} that were given up or told of, entries {@code lost} in them, {@code late} messages,
 * messages {@code unreadableAtRelease}, and the messages {@code held} now; after a restart a layer
 * is in {@code held} again from its first delivery on.
 */
final class OrderMetrics {

  final Counter gaps;
  final Counter lost;
  final Counter late;
  final Counter unreadable;

  private final Map<String, Long> heldByLayer = new HashMap<>();
  private long held;

  OrderMetrics(MetricGroup group) {
    gaps = group.counter("gaps");
    lost = group.counter("lost");
    late = group.counter("late");
    unreadable = group.counter("unreadableAtRelease");
    group.gauge("held", () -> held);
  }

  void held(String layer, long messages) {
    Long before = messages == 0 ? heldByLayer.remove(layer) : heldByLayer.put(layer, messages);
    held += messages - (before == null ? 0 : before);
  }
}
