package io.tamiyo.operators.aggregation;

import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.state.ObjectKeepingOperator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One subtask of aggregate with its state, as tests speak of it. */
final class AggregateHarness implements AutoCloseable {

  private final KeyedOneInputStreamOperatorTestHarness<String, Delivery, Outbound> harness;

  private AggregateHarness(int maxLayers) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new ObjectKeepingOperator<>(
                new AggregateFunction(StreamNames.unnamed(), TestingCodec::new, maxLayers)),
            Delivery::layer,
            Types.STRING);
    harness.setup(InProcessType.of(Outbound.class).createSerializer(new SerializerConfigImpl()));
  }

  static AggregateHarness start(int maxLayers, @Nullable OperatorSubtaskState restored)
      throws Exception {
    AggregateHarness started = new AggregateHarness(maxLayers);
    if (restored != null) {
      started.harness.initializeState(restored);
    }
    started.harness.open();
    return started;
  }

  /** The options of a layer where one was set. */
  static LayerConfig config(String key, String value) {
    return new LayerConfigs(LayerConfig.DEFAULTS).resolve("a", Map.of(key, value), Map.of());
  }

  static Delivery delivery(String layer, long time, Message... messages) {
    return delivery(
        EntryBuilder.entry(layer).at(Duration.ofMillis(time)),
        LayerConfig.DEFAULTS,
        false,
        messages);
  }

  static Delivery delivery(
      EntryBuilder entry, LayerConfig config, boolean late, Message... messages) {
    return new Delivery(
        entry.build(), entry.header(), List.of(messages), config, true, late, LedgerTerms.NONE);
  }

  void send(Delivery delivery) throws Exception {
    harness.processElement(delivery, delivery.time());
  }

  /** Everything that came out. */
  List<Outbound> out() {
    return harness.extractOutputValues();
  }

  List<LayerHealthReport> reports() {
    return out().stream().map(entry -> TestingCodec.only(LayerHealthReport.class, entry)).toList();
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
