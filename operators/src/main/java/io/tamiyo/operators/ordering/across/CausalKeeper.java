package io.tamiyo.operators.ordering.across;

import java.io.IOException;
import java.util.List;
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

/**
 * Keeps a {@link CausalOrder}; of the ids that have passed it writes the blocks that are new. Up to
 * release 0.2.0 they were kept one by one, as texts.
 */
final class CausalKeeper implements OrderKeeper {

  /** Ids of a block; the last is written again until it is full. */
  static final int BLOCK = 1_024;

  private final AcrossOptions options;
  private final ValueState<CausalState> state;
  private final MapState<Long, PassedBlock> blocks;
  private final MapState<Long, PassedId> texts;
  private @Nullable CausalOrder order;

  /** The numbers of the ids in blocks: from the first to before the second. */
  private long keptFrom;

  private long keptTo;

  CausalKeeper(AcrossOptions options, RuntimeContext context) {
    this.options = options;
    this.state = context.getState(new ValueStateDescriptor<>("causal-order", CausalState.class));
    this.blocks =
        context.getMapState(
            new MapStateDescriptor<>(
                "causal-blocks", Types.LONG, TypeInformation.of(PassedBlock.class)));
    this.texts =
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
    TreeMap<Long, PassedBlock> inTurn = new TreeMap<>();
    for (Map.Entry<Long, PassedBlock> each : blocks.entries()) {
      inTurn.put(each.getKey(), each.getValue());
    }
    keptFrom = kept.oldestPassed();
    if (inTurn.isEmpty()) {
      keptTo = keptFrom;
      return CausalOrder.of(options, kept, List.of(ofTexts(keptFrom)));
    }
    CausalOrder loaded = CausalOrder.of(options, kept, inTurn.values());
    keptTo = loaded.passed().next();
    return loaded;
  }

  private PassedBlock ofTexts(long first) throws Exception {
    TreeMap<Long, PassedId> inTurn = new TreeMap<>();
    for (Map.Entry<Long, PassedId> each : texts.entries()) {
      inTurn.put(each.getKey(), each.getValue());
    }
    List<IdHash> ids = inTurn.values().stream().map(passed -> IdHash.of(passed.id())).toList();
    return new PassedBlock(
        first,
        ids.stream().mapToLong(IdHash::high).toArray(),
        ids.stream().mapToLong(IdHash::low).toArray(),
        inTurn.values().stream().mapToLong(PassedId::time).toArray());
  }

  private void write(PassedIds ids) throws Exception {
    for (long block = keptFrom / BLOCK; (block + 1) * BLOCK <= ids.oldest(); block++) {
      blocks.remove(block);
    }
    for (long from = Math.max(keptTo, ids.oldest()); from < ids.next(); ) {
      long block = from / BLOCK;
      long to = Math.min(ids.next(), (block + 1) * BLOCK);
      blocks.put(block, ids.block(Math.max(ids.oldest(), block * BLOCK), to));
      from = to;
    }
    texts.clear();
    keptFrom = ids.oldest();
    keptTo = ids.next();
  }
}
