package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryFailedException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the view of each layer and makes one proposal of every delivery. No timer is set: time is
 * that of the deliveries, ticks among them.
 */
public final class TamiyoFunction extends KeyedProcessFunction<String, Delivery, Proposal> {

  private static final long serialVersionUID = 1;

  /** The name of its only state. */
  public static final String STATE = "layer-control";

  private final String instanceId;

  private transient @Nullable Controller controller;
  private transient @Nullable ValueState<LayerControl> controls;

  /**
   * @param names the installation
   */
  public TamiyoFunction(StreamNames names) {
    this.instanceId = names.instanceId();
  }

  @Override
  public void open(OpenContext openContext) {
    controller = new Controller(new StreamNames(instanceId), Policy.STANDARD);
    controls =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>(STATE, new LayerControlSerializer()));
  }

  @Override
  public void processElement(Delivery delivery, Context context, Collector<Proposal> out)
      throws Exception {
    ValueState<LayerControl> state = Objects.requireNonNull(controls, "the function is not open");
    LayerControl known = state.value();
    LayerControl control = known == null ? new LayerControl() : known;
    Proposal proposal = react(control, delivery);
    if (delivery.isLast()) {
      state.clear();
    } else {
      state.update(control);
    }
    out.collect(proposal);
  }

  private Proposal react(LayerControl control, Delivery delivery) {
    Controller decides = Objects.requireNonNull(controller, "the function is not open");
    try {
      return decides.react(control, delivery);
    } catch (RuntimeException failure) {
      throw EntryFailedException.of(Controller.OPERATOR, delivery, failure);
    }
  }
}
