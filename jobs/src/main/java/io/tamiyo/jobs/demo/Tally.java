package io.tamiyo.jobs.demo;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.message.TelemetryBatch;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Everything that the demo has seen in Redis, by layer, but for the simulated layers of its
 * rehearsal. It looks on; it takes no part.
 */
final class Tally {

  private final SortedMap<String, LayerTally> layers = new TreeMap<>();
  private final LatencyHistogram telemetryToCommand = new LatencyHistogram();
  private long alerts;
  private long deadLetters;

  /**
   * Counts one message.
   *
   * @param entryMillis the milliseconds of the id of the entry that holds it
   */
  void accept(long entryMillis, Message message) {
    if (message instanceof TelemetryBatch batch) {
      batch.messages().forEach(inner -> accept(entryMillis, inner));
      return;
    }
    if (SimulatedLayer.isOne(message.layerId())) {
      return;
    }
    if (message instanceof DeadLetter letter) {
      deadLetters += letter.count();
      return;
    }
    if (message instanceof PerformanceAlert) {
      alerts++;
      return;
    }
    if (message.layerId() != null) {
      countFor(
          layers.computeIfAbsent(message.layerId(), id -> new LayerTally()), entryMillis, message);
    }
  }

  private void countFor(LayerTally layer, long entryMillis, Message message) {
    if (message instanceof LayerHealthReport report) {
      layer.report(report);
    } else if (message instanceof CommandResult result) {
      layer.acknowledgement(result);
    } else if (message instanceof StateTransitionEvent) {
      layer.transition();
    } else if (message instanceof LedgerReport report) {
      layer.ledger(report);
    } else if (message instanceof Command command && layer.command(command)) {
      millisOf(command.cause()).ifPresent(cause -> telemetryToCommand.add(entryMillis - cause));
    }
  }

  /** Each layer that was seen, by its id. */
  SortedMap<String, LayerTally> layers() {
    return Collections.unmodifiableSortedMap(layers);
  }

  long alerts() {
    return alerts;
  }

  long deadLetters() {
    return deadLetters;
  }

  /** From the entry that caused a command to the command's entry, milliseconds. */
  LatencyHistogram telemetryToCommand() {
    return telemetryToCommand;
  }

  /** A count over all layers. */
  long sum(ToLongFunction<LayerTally> count) {
    return layers.values().stream().mapToLong(count).sum();
  }

  private static OptionalLong millisOf(String entryId) {
    int dash = entryId.indexOf('-');
    if (dash <= 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(entryId.substring(0, dash)));
  }
}
