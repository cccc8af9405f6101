package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.ordering.across.Departure.How;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Entries that passed {@code late}, were {@code forced} to go since too many waited, or {@code
 * timedOut}, the messages {@code held} now, where an entry without any counts as one, and the
 * messages {@code forgottenEarly} since this start: they have passed, and who depends on them would
 * wait in vain, since more pass than {@code across-layers.remembered-ids} says.
 */
final class AcrossMetrics {

  private final Counter late;
  private final Counter forced;
  private final Counter timedOut;

  AcrossMetrics(MetricGroup group, LongSupplier held, LongSupplier forgottenEarly) {
    late = group.counter("late");
    forced = group.counter("forced");
    timedOut = group.counter("timedOut");
    group.gauge("held", held::getAsLong);
    group.gauge("forgottenEarly", forgottenEarly::getAsLong);
  }

  void count(How how) {
    switch (how) {
      case LATE -> late.inc();
      case FORCED -> forced.inc();
      case TIMED_OUT -> timedOut.inc();
      case IN_ORDER, EMPTIED -> {}
    }
  }
}
