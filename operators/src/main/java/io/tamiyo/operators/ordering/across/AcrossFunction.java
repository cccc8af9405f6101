package io.tamiyo.operators.ordering.across;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.state.ObjectKeeper;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Lets the deliveries of all layers go in an order of their own. They have one key, {@link #ALL},
 * so that state is kept, restored and moved between backends as everywhere; the operator runs once.
 * What waits stands in state, and what is known of it is an object until a snapshot is due: runs in
 * an {@link io.tamiyo.operators.state.ObjectKeepingOperator}.
 */
public final class AcrossFunction extends KeyedProcessFunction<String, Crossing, Crossing>
    implements ObjectKeeper {

  private static final long serialVersionUID = 1;

  /** The key of all layers. */
  public static final String ALL = "all";

  /** What was waited for in vain, as entries of {@link StreamNames#alerts()}. */
  public static final OutputTag<Outbound> GAPS =
      new OutputTag<>("across-gaps") {
        private static final long serialVersionUID = 1;
      };

  private final String instanceId;
  private final EntryCodec.Factory codecs;
  private final AcrossOptions options;

  private transient @Nullable Opened opened;
  private transient @Nullable KeyContext keys;
  private transient long pending;
  private transient long forgotten;

  /** What exists only where the function runs. */
  private record Opened(
      EntryCodec codec,
      MapState<Long, Crossing> held,
      OrderKeeper keeper,
      DependencyGaps gaps,
      AcrossMetrics metrics) {}

  /**
   * @param names the installation
   * @param options the order; one with a strategy
   */
  public AcrossFunction(StreamNames names, EntryCodec.Factory codecs, AcrossOptions options) {
    this.instanceId = names.instanceId();
    this.codecs = codecs;
    this.options = options;
  }

  @Override
  public void open(OpenContext openContext) throws Exception {
    EntryCodec codec = codecs.open();
    RuntimeContext context = getRuntimeContext();
    opened =
        new Opened(
            codec,
            context.getMapState(
                new MapStateDescriptor<>(
                    "across-held", Types.LONG, TypeInformation.of(Crossing.class))),
            keeper(context),
            new DependencyGaps(new StreamNames(instanceId), codec),
            new AcrossMetrics(context.getMetricGroup(), () -> pending, () -> forgotten));
  }

  @Override
  public void keep(KeyContext keyContext) {
    keys = keyContext;
  }

  @Override
  public void write() throws IOException {
    Objects.requireNonNull(keys, "runs in an ObjectKeepingOperator only").setCurrentKey(ALL);
    opened().keeper().write();
  }

  @Override
  public void processElement(Crossing crossing, Context context, Collector<Crossing> out)
      throws Exception {
    Opened here = opened();
    AcrossOrder order = here.keeper().order();
    long number = order.next();
    boolean waits = true;
    for (Departure departure : order.arrive(crossing)) {
      here.metrics().count(departure.how());
      boolean arrives = departure.number() == number;
      if (departure.how() == Departure.How.EMPTIED) {
        out.collect(crossing.emptied(departure.terms()));
      } else {
        waits &= !arrives;
        go(departure, arrives ? crossing : taken(departure), context, out);
      }
    }
    if (waits) {
      here.held().put(number, crossing);
    }
    pending = order.pending();
    forgotten = order.forgotten();
  }

  @Override
  public void close() throws Exception {
    if (opened != null) {
      opened.codec().close();
    }
  }

  private void go(Departure departure, Crossing crossing, Context context, Collector<Crossing> out)
      throws Exception {
    if (!departure.missing().isEmpty()) {
      long forgottenUntil = opened().keeper().order().forgottenUntil();
      context.output(GAPS, opened().gaps().of(crossing, departure.missing(), forgottenUntil));
    }
    out.collect(crossing.going(departure.isOutOfOrder(), departure.terms()));
  }

  private Crossing taken(Departure departure) throws Exception {
    MapState<Long, Crossing> held = opened().held();
    Crossing crossing = held.get(departure.number());
    if (crossing == null) {
      throw new IllegalStateException("what waits as number " + departure.number() + " is lost");
    }
    held.remove(departure.number());
    return crossing;
  }

  private OrderKeeper keeper(RuntimeContext context) {
    return switch (options.strategy()) {
      case GLOBAL -> new GlobalKeeper(options, context);
      case CAUSAL -> new CausalKeeper(options, context);
      case NONE -> throw new IllegalStateException("the job has no order across layers");
    };
  }

  private Opened opened() {
    return Objects.requireNonNull(opened, "the function is not open");
  }
}
