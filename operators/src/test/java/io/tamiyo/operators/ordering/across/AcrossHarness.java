package io.tamiyo.operators.ordering.across;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.state.ObjectKeepingOperator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The order across layers with the ways there and back, as tests speak of it. */
public final class AcrossHarness implements AutoCloseable {

  private final LeaveFunction leave;
  private final KeyedOneInputStreamOperatorTestHarness<String, Crossing, Crossing> across;
  private final KeyedBroadcastOperatorTestHarness<String, Crossing, ConfigEntry, Delivery> back;

  /** What is kept of both operators. */
  public record Kept(OperatorSubtaskState across, OperatorSubtaskState back) {}

  private AcrossHarness(AcrossOptions options) throws Exception {
    StreamNames names = StreamNames.unnamed();
    leave = new LeaveFunction(names, options.strategy());
    across =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new ObjectKeepingOperator<>(new AcrossFunction(names, TestingCodec::new, options)),
            crossing -> AcrossFunction.ALL,
            Types.STRING);
    across.setup(TypeInformation.of(Crossing.class).createSerializer(new SerializerConfigImpl()));
    back =
        new KeyedBroadcastOperatorTestHarness<>(
            ReturnFunction.operator(
                names,
                TestingCodec::new,
                LayerConfig.DEFAULTS,
                options.strategy(),
                ConfigLog.EMPTY),
            Crossing::layer,
            Types.STRING,
            1,
            1,
            0);
    back.setup(InProcessType.of(Delivery.class).createSerializer(new SerializerConfigImpl()));
  }

  /** An order of which nothing is known, or that goes on. */
  public static AcrossHarness start(AcrossOptions options, @Nullable Kept kept) throws Exception {
    AcrossHarness started = new AcrossHarness(options);
    if (kept != null) {
      started.across.initializeState(kept.across());
      started.back.initializeState(kept.back());
    }
    started.across.open();
    started.back.open();
    return started;
  }

  /** What comes back because of this delivery, of whatever layer. */
  public List<Delivery> send(Delivery delivery) throws Exception {
    across.getOutput().clear();
    across.processElement(leave.map(delivery), delivery.time());
    List<Delivery> returned = new ArrayList<>();
    for (Crossing crossing : across.extractOutputValues()) {
      back.getOutput().clear();
      back.processElement(crossing, 0);
      returned.addAll(back.extractOutputValues());
    }
    return returned;
  }

  void configure(Message update) throws Exception {
    back.processBroadcastElement(
        ConfigEntry.of(
            StreamNames.unnamed().config(),
            0,
            0,
            TestingCodec.fields(Places.of("ConfigUpdate", null, 1), List.of(update))),
        0);
  }

  void configure(ConfigEntry entry) throws Exception {
    back.processBroadcastElement(entry, 0);
  }

  List<GapEvent> gaps() {
    return told(across.getSideOutput(AcrossFunction.GAPS), GapEvent.class);
  }

  List<DeadLetter> deadLetters() {
    return told(back.getSideOutput(ReturnFunction.DEAD_LETTERS), DeadLetter.class);
  }

  /** What is kept. */
  public Kept snapshot() throws Exception {
    return new Kept(across.snapshot(1, 1), back.snapshot(1, 1));
  }

  /** States of the order in a snapshot: its own, and what it holds, and ids that have passed. */
  public int stateEntries() throws Exception {
    snapshot();
    return across.numKeyedStateEntries();
  }

  @Override
  public void close() throws IOException {
    try {
      across.close();
      back.close();
    } catch (Exception e) {
      throw new IOException("the harness did not close", e);
    }
  }

  private static <M extends Message> List<M> told(
      @Nullable Collection<StreamRecord<Outbound>> output, Class<M> type) {
    return output == null
        ? List.of()
        : output.stream().map(one -> TestingCodec.only(type, one.getValue())).toList();
  }
}
