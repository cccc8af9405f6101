package io.tamiyo.operators.ordering.across;

import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.jspecify.annotations.Nullable;

/** Keeps a {@link GlobalOrder}. */
final class GlobalKeeper implements OrderKeeper {

  private final AcrossOptions options;
  private final ValueState<GlobalState> state;
  private @Nullable GlobalOrder order;

  GlobalKeeper(AcrossOptions options, RuntimeContext context) {
    this.options = options;
    this.state = context.getState(new ValueStateDescriptor<>("global-order", GlobalState.class));
  }

  @Override
  public AcrossOrder order() throws IOException {
    if (order == null) {
      GlobalState kept = state.value();
      order = kept == null ? new GlobalOrder(options) : GlobalOrder.of(options, kept);
    }
    return order;
  }

  @Override
  public void write() throws IOException {
    if (order != null) {
      state.update(order.stored());
    }
  }
}
