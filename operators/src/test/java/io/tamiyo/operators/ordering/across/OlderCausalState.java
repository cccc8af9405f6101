package io.tamiyo.operators.ordering.across;

import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Ids that have passed as release 0.2.0 kept them: each by itself, as text. */
final class OlderCausalState extends KeyedProcessFunction<String, String, String> {

  private static final long serialVersionUID = 1;

  private transient @Nullable ValueState<CausalState> order;
  private transient @Nullable MapState<Long, PassedId> passed;

  /** What is kept when these have passed. */
  static AcrossHarness.Kept of(String... ids) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, String, String> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new OlderCausalState()),
            id -> AcrossFunction.ALL,
            Types.STRING);
    harness.open();
    for (String id : ids) {
      harness.processElement(id, 0);
    }
    OperatorSubtaskState kept = harness.snapshot(1, 1);
    harness.close();
    return new AcrossHarness.Kept(kept, OperatorSubtaskState.builder().build());
  }

  @Override
  public void open(OpenContext openContext) {
    order =
        getRuntimeContext().getState(new ValueStateDescriptor<>("causal-order", CausalState.class));
    passed =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "causal-passed", Types.LONG, TypeInformation.of(PassedId.class)));
  }

  @Override
  public void processElement(String id, Context context, Collector<String> out) throws Exception {
    ValueState<CausalState> known = Objects.requireNonNull(order);
    CausalState before = known.value() == null ? CausalState.NONE : known.value();
    Objects.requireNonNull(passed).put(before.next(), new PassedId(id, 1));
    known.update(new CausalState(before.next() + 1, 1, 0, before.waiting(), before.ledgers(), 0));
  }
}
