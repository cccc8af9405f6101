package io.tamiyo.operators.ordering;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.state.ObjectKeepingOperator;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** One subtask of order with its state, as tests speak of it. */
final class OrderHarness implements AutoCloseable {

  static final int MAX_PARALLELISM = 128;

  private final KeyedOneInputStreamOperatorTestHarness<String, Delivery, Delivery> harness;

  private OrderHarness(int parallelism, int index) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new ObjectKeepingOperator<>(
                new OrderFunction(StreamNames.unnamed(), TestingCodec::new)),
            Delivery::layer,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            index);
    harness.setup(InProcessType.of(Delivery.class).createSerializer(new SerializerConfigImpl()));
  }

  static OrderHarness start() throws Exception {
    return start(1, 0, null);
  }

  static OrderHarness start(int parallelism, int index, @Nullable OperatorSubtaskState restored)
      throws Exception {
    OrderHarness started = new OrderHarness(parallelism, index);
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

  /** What comes out because of this delivery. */
  List<Delivery> send(Delivery delivery) throws Exception {
    harness.getOutput().clear();
    harness.processElement(delivery, delivery.time());
    return harness.extractOutputValues();
  }

  List<GapEvent> gaps() {
    return side(OrderFunction.GAPS, GapEvent.class, StreamNames.unnamed().alerts());
  }

  List<DeadLetter> deadLetters() {
    return side(OrderFunction.DEAD_LETTERS, DeadLetter.class, StreamNames.unnamed().deadLetters());
  }

  /** The streams of the gaps and their copies. */
  List<String> gapStreams() {
    return harness.getSideOutput(OrderFunction.GAPS).stream()
        .map(gap -> gap.getValue().stream())
        .toList();
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  /** Values in a snapshot: one for each layer, and one for each entry that is held. */
  int stateEntries() throws Exception {
    snapshot();
    return harness.numKeyedStateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers() + harness.numProcessingTimeTimers();
  }

  @Override
  public void close() throws IOException {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IOException("the harness did not close", e);
    }
  }

  private <M extends Message> List<M> side(OutputTag<Outbound> tag, Class<M> type, String key) {
    var output = harness.getSideOutput(tag);
    if (output == null) {
      return List.of();
    }
    return output.stream()
        .map(
            element -> {
              if (!element.getValue().stream().equals(key)) {
                throw new AssertionError("sent to " + element.getValue().stream());
              }
              return TestingCodec.only(type, element.getValue());
            })
        .toList();
  }
}
