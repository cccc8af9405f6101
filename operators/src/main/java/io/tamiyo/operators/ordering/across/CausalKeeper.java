package io.tamiyo.operators.ordering.across;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** Keeps a {@link CausalOrder}; of the ids that have passed it writes those that are new. */
final class CausalKeeper implements OrderKeeper {

  private final AcrossOptions options;
  private final ValueState<CausalState> state;
  private final MapState<Long, PassedId> passed;
  private @Nullable CausalOrder order;

  /** The numbers of the ids in state: from the first to before the second. */
  private long keptFrom;

  private long keptTo;

  CausalKeeper(AcrossOptions options, RuntimeContext context) {
    this.options = options;
    this.state = context.getState(new ValueStateDescriptor<>("causal-order", CausalState.class));
    this.passed =
        context.getMapState(
            new MapStateDescriptor<>(
                "causal-passed", Types.LONG, TypeInformation.of(PassedId.class)));
  }

  @Override
  public AcrossOrder order() throws Exception {
    if (order == null) {
      order = load();
    }
    return order;
  }

  @Override
  public void write() throws IOException {
    if (order == null) {
      return;
    }
    state.update(order.stored());
    try {
      write(order.passed());
    } catch (Exception failure) {
      throw new IOException("the ids that have passed can't be written", failure);
    }
  }

  private CausalOrder load() throws Exception {
    CausalState kept = state.value();
    if (kept == null) {
      return CausalOrder.none(options);
    }
    TreeMap<Long, PassedId> inTurn = new TreeMap<>();
    for (Map.Entry<Long, PassedId> each : passed.entries()) {
      inTurn.put(each.getKey(), each.getValue());
    }
    keptFrom = kept.oldestPassed();
    keptTo = keptFrom + inTurn.size();
    return CausalOrder.of(options, kept, inTurn.values());
  }

  private void write(PassedIds ids) throws Exception {
    for (long number = keptFrom; number < Math.min(keptTo, ids.oldest()); number++) {
      passed.remove(number);
    }
    long number = Math.max(keptTo, ids.oldest());
    Iterator<PassedId> added = ids.from(number);
    while (added.hasNext()) {
      passed.put(number++, added.next());
    }
    keptFrom = ids.oldest();
    keptTo = ids.next();
  }
}
