package io.tamiyo.operators.ordering;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.DeadLetters;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.EntryFailedException;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.routing.Routing;
import io.tamiyo.operators.state.LayerObjects;
import io.tamiyo.operators.state.ObjectKeeper;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Restores the order in which each producer sent, within its epoch and stream. Every delivery goes
 * on at once, since each moves the layer's clock; one that must wait goes on without its messages
 * and place, and once more with its messages when it is released. The time of a released delivery
 * is that of its entry, earlier than the clock. Whether a wait is over is asked at every delivery
 * of the layer, ticks included.
 */
public final class OrderFunction extends KeyedProcessFunction<String, Delivery, Delivery>
    implements ObjectKeeper {

  private static final long serialVersionUID = 1;

  /**
   * Gaps that were given up, and those that arrived, as entries of {@link StreamNames#alerts()}.
   */
  public static final OutputTag<Outbound> GAPS =
      new OutputTag<>("order-gaps") {
        private static final long serialVersionUID = 1;
      };

  /** What could be read when it arrived and not when it was released. */
  public static final OutputTag<Outbound> DEAD_LETTERS =
      new OutputTag<>("order-dead-letters") {
        private static final long serialVersionUID = 1;
      };

  /** Producers, by stream, of a layer whose order is kept. */
  static final int MAX_LANES = 64;

  /** Layers whose orders take 10 MB, with 50 producers each and little held. */
  private static final int MAX_LAYERS = 1_000;

  private final String instanceId;
  private final EntryCodec.Factory codecs;

  private transient @Nullable Opened opened;
  private transient @Nullable LayerObjects<LayerOrder, OrderState> layers;

  /** What exists only where the function runs. */
  private record Opened(
      EntryCodec codec, ValueState<OrderState> state, OrderSteps steps, StreamNames names) {

    /** Whether the time of an entry is the one that hosts' entries wait by. */
    boolean movesTime(InboundEntry entry) {
      return !names.isControl(entry.stream());
    }
  }

  /**
   * @param names the installation
   */
  public OrderFunction(StreamNames names, EntryCodec.Factory codecs) {
    this.instanceId = names.instanceId();
    this.codecs = codecs;
  }

  @Override
  public void open(OpenContext openContext) throws Exception {
    StreamNames names = new StreamNames(instanceId);
    EntryCodec codec = codecs.open();
    MapState<HeldPlace, InboundEntry> held =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "order-held",
                    TypeInformation.of(HeldPlace.class),
                    TypeInformation.of(InboundEntry.class)));
    opened =
        new Opened(
            codec,
            getRuntimeContext().getState(new ValueStateDescriptor<>("order", OrderState.class)),
            new OrderSteps(
                held,
                codec,
                new GapEvents(names, codec),
                new DeadLetters(names, "tamiyo/order", codec),
                new Routing(names, codec),
                new OrderMetrics(getRuntimeContext().getMetricGroup())),
            names);
  }

  @Override
  public void keep(KeyContext keys) {
    layers =
        new LayerObjects<>(opened().state(), keys, MAX_LAYERS, LayerOrder::of, LayerOrder::stored);
  }

  @Override
  public void write() throws IOException {
    if (layers != null) {
      layers.write();
    }
  }

  @Override
  public void processElement(Delivery delivery, Context context, Collector<Delivery> out)
      throws Exception {
    LayerObjects<LayerOrder, OrderState> known =
        Objects.requireNonNull(layers, "runs in an ObjectKeepingOperator only");
    LayerOrder order = known.get(delivery.layer(), LayerOrder::none);
    if (passesNext(order, delivery)) {
      opened().steps().pass(delivery, order.terms(), context, out);
      known.changed();
      return;
    }
    LedgerTerms before = order.terms();
    Sequencer sequencer =
        new Sequencer(order, delivery.config().ordering(), delivery.time(), MAX_LANES);
    try {
      decide(sequencer, delivery);
    } catch (RuntimeException failure) {
      throw EntryFailedException.of("order", delivery, failure);
    }
    OrderSteps steps = opened().steps();
    boolean counted = steps.take(sequencer.steps(), order, before, delivery, context, out);
    if (counted || sequencer.isChanged()) {
      known.changed();
    }
    if (delivery.isLast()) {
      known.forget(delivery.layer());
      steps.forget(delivery.layer());
    }
  }

  private void decide(Sequencer sequencer, Delivery delivery) {
    EntryHeader header = delivery.header();
    String producer = header.producer();
    if (producer == null) {
      sequencer.arrive();
    } else {
      sequencer.arrive(
          producer,
          delivery.entry().stream(),
          header.producerEpoch(),
          header.sequence(),
          delivery.messages().size());
    }
    if (opened().movesTime(delivery.entry())) {
      // The control log may be read ahead of what hosts have sent, which would seem late then.
      sequencer.expire();
    }
  }

  /**
   * Nearly every delivery: nothing else of the layer changes by it, so nothing is to be decided.
   */
  private static boolean passesNext(LayerOrder order, Delivery delivery) {
    OrderingOptions options = delivery.config().ordering();
    EntryHeader header = delivery.header();
    String producer = header.producer();
    return producer != null
        && options.strategy() == OrderingStrategy.PARTITION
        && !order.mayHaveGapSince(delivery.time() - options.timeoutMs())
        && order.passesNext(
            producer, delivery.entry().stream(), header.producerEpoch(), header.sequence());
  }

  @Override
  public void close() throws Exception {
    if (opened != null) {
      opened.codec().close();
    }
  }

  private Opened opened() {
    return Objects.requireNonNull(opened, "the function is not open");
  }
}
