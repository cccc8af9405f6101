package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.ordering.OrderingOptions;
import io.tamiyo.operators.tamiyo.PolicyOptions;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One subtask of detect with its state, as tests speak of it. */
final class DetectHarness implements AutoCloseable {

  static final DetectionOptions OPTIONS = new DetectionOptions(20, 5, 3.0, 0.25);

  private static final int MAX_PARALLELISM = 128;
  private static final LayerConfig CONFIG =
      new LayerConfig(
          OrderingOptions.DEFAULTS, OPTIONS, PolicyOptions.DEFAULTS, TrackingOptions.DEFAULTS);

  private final KeyedOneInputStreamOperatorTestHarness<String, Delivery, Delivery> harness;

  private DetectHarness(int maxLayers, int parallelism, int index) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new DetectOperator(StreamNames.unnamed(), TestingCodec::new, maxLayers),
            Delivery::layer,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            index);
    harness.setup(InProcessType.of(Delivery.class).createSerializer(new SerializerConfigImpl()));
  }

  static DetectHarness start(
      StateBackend backend,
      int maxLayers,
      int parallelism,
      int index,
      @Nullable OperatorSubtaskState restored)
      throws Exception {
    DetectHarness started = new DetectHarness(maxLayers, parallelism, index);
    started.harness.setStateBackend(backend);
    if (restored != null) {
      started.harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              restored, MAX_PARALLELISM, 1, parallelism, index));
    }
    started.harness.open();
    return started;
  }

  /** The subtask of a layer. */
  static int indexOf(String layer, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(layer, MAX_PARALLELISM, parallelism);
  }

  static Delivery delivery(String layer, long time, boolean late, Message... messages) {
    EntryBuilder entry = EntryBuilder.entry(layer).at(Duration.ofMillis(time));
    return new Delivery(
        entry.build(), entry.header(), List.of(messages), CONFIG, true, late, LedgerTerms.NONE);
  }

  /** A delivery of a layer that detection is off for. */
  static Delivery unwatched(String layer, long time, Message... messages) {
    Delivery watched = delivery(layer, time, false, messages);
    LayerConfig off =
        new LayerConfig(
            CONFIG.ordering(),
            CONFIG.detection(),
            CONFIG.policy(),
            CONFIG.tracking(),
            CONFIG.limits(),
            CONFIG.aggregation(),
            CONFIG.routing(),
            CONFIG.flags(),
            Set.of());
    return new Delivery(
        watched.entry(), watched.header(), watched.messages(), off, true, false, watched.terms());
  }

  static Delivery farewell(String layer, long time) {
    EntryBuilder entry = EntryBuilder.farewell(layer, Duration.ofMillis(time));
    return new Delivery(
        entry.build(), entry.header(), List.of(), CONFIG, true, false, LedgerTerms.NONE);
  }

  /** What comes out because of this delivery. */
  List<Delivery> send(Delivery delivery) throws Exception {
    harness.getOutput().clear();
    harness.processElement(delivery, delivery.time());
    return harness.extractOutputValues();
  }

  List<PerformanceAlert> alerts() {
    var output = harness.getSideOutput(DetectFunction.ALERTS);
    if (output == null) {
      return List.of();
    }
    return output.stream()
        .map(alert -> TestingCodec.only(PerformanceAlert.class, alert.getValue()))
        .toList();
  }

  /** The streams of what is in the side output. */
  List<String> alertStreams() {
    return harness.getSideOutput(DetectFunction.ALERTS).stream()
        .map(alert -> alert.getValue().stream())
        .toList();
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  int stateEntries() {
    return harness.numKeyedStateEntries();
  }

  @Override
  public void close() throws IOException {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IOException("the harness did not close", e);
    }
  }
}
