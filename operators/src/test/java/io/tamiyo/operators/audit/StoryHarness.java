package io.tamiyo.operators.audit;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.state.ObjectKeepingOperator;
import io.tamiyo.operators.tamiyo.Proposal;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One subtask that follows stories, with its state. */
final class StoryHarness implements AutoCloseable {

  private final KeyedOneInputStreamOperatorTestHarness<String, Proposal, Outbound> harness;

  StoryHarness(AuditOptions options, boolean audited, @Nullable OperatorSubtaskState restored)
      throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new ObjectKeepingOperator<>(
                new StoryFunction(StreamNames.unnamed(), TestingCodec::new, options, audited)),
            proposal -> proposal.delivery().layer(),
            Types.STRING);
    harness.setup(TypeInformation.of(Outbound.class).createSerializer(new SerializerConfigImpl()));
    if (restored != null) {
      harness.initializeState(restored);
    }
    harness.open();
  }

  /** What the audit is told because of a delivery. */
  List<AuditRecord> send(Delivery delivery, PerformanceAlert... alerts) throws Exception {
    harness.getOutput().clear();
    harness.processElement(
        new Proposal(delivery, delivery.time(), List.of(), List.of(), List.of(alerts), List.of()),
        0);
    return harness.extractOutputValues().stream()
        .map(outbound -> TestingCodec.only(AuditRecord.class, outbound))
        .toList();
  }

  /** Tamiyo has ended a request with a delivery. */
  void end(Delivery delivery, String request) throws Exception {
    harness.processElement(
        new Proposal(delivery, delivery.time(), List.of(), List.of(), List.of(), List.of(request)),
        0);
  }

  /** All alerts so far. */
  List<PerformanceAlert> alerts() {
    var output = harness.getSideOutput(StoryFunction.ALERTS);
    return output == null
        ? List.of()
        : output.stream()
            .map(element -> TestingCodec.only(PerformanceAlert.class, element.getValue()))
            .toList();
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  /** Layers that state is kept of. */
  int stateEntries() throws Exception {
    snapshot();
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
