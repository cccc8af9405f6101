package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.config.BroadcastConfig;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.config.ConfigReader;
import io.tamiyo.operators.config.ConfigState;
import io.tamiyo.operators.config.ConfigValues;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.DeadLetters;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.limits.LayerLimits;
import io.tamiyo.operators.routing.Routing;
import io.tamiyo.operators.routing.RoutingRules;
import io.tamiyo.operators.state.LayerObjects;
import io.tamiyo.operators.state.ObjectKeeper;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The head of a layer's chain. Every entry of a layer goes on as exactly one delivery, with no
 * messages when it holds nothing new that can be read: each moves the layer's clock and carries its
 * ledger, and an entry that can't be read still closes its place in the order, so that its
 * neighbours do not wait. Only an entry whose layer is none goes nowhere but to the dead letters,
 * or to the alerts when it tells of a gap in a stream that layers share. Runs in an {@link
 * IngestOperator}.
 */
public final class IngestFunction
    extends KeyedBroadcastProcessFunction<String, InboundEntry, ConfigEntry, Delivery>
    implements ConfigReader, ObjectKeeper {

  private static final long serialVersionUID = 1;

  /**
   * What could not be processed, as entries of {@link StreamNames#deadLetters()}, and gaps that are
   * no layer's, as entries of {@link StreamNames#alerts()}.
   */
  public static final OutputTag<Outbound> DEAD_LETTERS =
      new OutputTag<>("ingest-dead-letters") {
        private static final long serialVersionUID = 1;
      };

  /** Layers whose arrivals take 12 MB, with 50 producers each; 1 GB if all have lost much. */
  private static final int MAX_LAYERS = 1_000;

  private static final String SOURCE = "tamiyo/ingest";

  private final String instanceId;
  private final EntryCodec.Factory codecs;
  private final LayerConfig defaults;
  private final IngestOptions options;

  private transient @Nullable Opened opened;
  private transient @Nullable LayerObjects<LayerArrivals, IngestState> layers;

  /** What exists only where the function runs. */
  private record Opened(
      StreamNames names,
      EntryCodec codec,
      DeadLetters deadLetters,
      Unaddressed unaddressed,
      Routing routing,
      LimitGate gate,
      LayerDoor door,
      BroadcastConfig config,
      IngestMetrics metrics,
      ValueState<IngestState> state,
      boolean isFirstSubtask) {

    Outbound deadLetter(InboundEntry entry, Decoded.Bad bad) throws IOException {
      metrics.count(bad);
      return deadLetters.of(entry, bad);
    }

    Outbound ofNoLayer(InboundEntry entry) throws IOException {
      return unaddressed.tellsOfSharedGap(entry)
          ? new Outbound(names.alerts(), entry.fields())
          : deadLetter(entry, Unaddressed.failure(entry));
    }
  }

  /**
   * @param names the installation
   * @param defaults options of a layer of which nothing was configured
   */
  public IngestFunction(
      StreamNames names, EntryCodec.Factory codecs, LayerConfig defaults, IngestOptions options) {
    this.instanceId = names.instanceId();
    this.codecs = codecs;
    this.defaults = defaults;
    this.options = options;
  }

  @Override
  public void open(OpenContext openContext) throws Exception {
    StreamNames names = new StreamNames(instanceId);
    EntryCodec codec = codecs.open();
    RecentIds recentIds = new RecentIds(getRuntimeContext(), options);
    opened =
        new Opened(
            names,
            codec,
            new DeadLetters(names, SOURCE, codec),
            new Unaddressed(names, codec),
            new Routing(names, codec),
            new LimitGate(getRuntimeContext(), names, codec),
            new LayerDoor(names, codec, recentIds, options.maxProducers()),
            new BroadcastConfig(defaults, codec),
            new IngestMetrics(getRuntimeContext().getMetricGroup()),
            getRuntimeContext().getState(new ValueStateDescriptor<>("ingest", IngestState.class)),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0);
  }

  @Override
  public void begin(ConfigState state, ConfigLog log) throws Exception {
    opened().config().begin(state, log, opened().isFirstSubtask());
  }

  @Override
  public void keep(KeyContext keys) {
    layers =
        new LayerObjects<>(
            opened().state(), keys, MAX_LAYERS, LayerArrivals::of, LayerArrivals::stored);
  }

  @Override
  public void write() throws IOException {
    if (layers != null) {
      layers.write();
    }
  }

  @Override
  public void processElement(InboundEntry entry, ReadOnlyContext context, Collector<Delivery> out)
      throws Exception {
    Opened here = opened();
    LayerObjects<LayerArrivals, IngestState> known = layers();
    if (!known.has(entry.layer()) && !LayerId.isValid(entry.layer())) {
      tell(here.ofNoLayer(entry), ConfigValues.ALL, entry.time(), context::output);
      return;
    }
    LayerArrivals arrivals = known.get(entry.layer(), LayerArrivals::none);
    LayerConfig config = here.config().of(entry.layer(), entry.time());
    LayerDoor.Step step =
        config.limits().isLimited() || arrivals.limits().isWaiting()
            ? limited(arrivals, entry, config, context, out)
            : here.door().admit(arrivals, entry);
    Delivery delivery = delivered(entry, step, config, arrivals, context);
    out.collect(delivery);
    if (delivery.isLast()) {
      known.forget(entry.layer());
      here.door().forgetLayer();
      here.gate().forgetLayer();
    }
  }

  /** Hands on what has waited long enough, and then lets an entry pass, wait or go. */
  private LayerDoor.Step limited(
      LayerArrivals arrivals,
      InboundEntry entry,
      LayerConfig config,
      ReadOnlyContext context,
      Collector<Delivery> out)
      throws Exception {
    Opened here = opened();
    layers().changed();
    for (InboundEntry due : here.gate().due(arrivals.limits(), entry.time(), config.limits())) {
      LayerDoor.Step step = here.door().admit(arrivals, due);
      out.collect(delivered(due, step, config, arrivals, context));
    }
    LayerLimits.Fate fate = here.gate().arrives(arrivals.limits(), entry, config.limits());
    if (fate instanceof LayerLimits.Fate.Waits) {
      here.metrics().parked.inc();
      return LayerDoor.Step.NOTHING;
    }
    if (fate instanceof LayerLimits.Fate.IsRefused) {
      return here.door().refuse(arrivals, entry);
    }
    LayerDoor.Step step = here.door().admit(arrivals, entry);
    if (fate instanceof LayerLimits.Fate.Overtakes) {
      out.collect(delivered(entry, step.withoutPlace(), config, arrivals, context));
      return step.placeOnly();
    }
    return step;
  }

  private Delivery delivered(
      InboundEntry entry,
      LayerDoor.Step step,
      LayerConfig config,
      LayerArrivals arrivals,
      ReadOnlyContext context)
      throws Exception {
    Opened here = opened();
    if (step.changed()) {
      layers().changed();
    }
    Admission admission = step.admission();
    here.metrics().countDuplicates(admission.duplicates(), admission.reason());
    for (Decoded.Bad bad : admission.bad()) {
      tell(here.deadLetter(entry, bad), entry.layer(), entry.time(), context::output);
    }
    return new Delivery(
        entry,
        admission.header(),
        admission.messages(),
        config,
        here.config().isCaughtUp(),
        admission.late(),
        arrivals.terms());
  }

  @Override
  public void processBroadcastElement(ConfigEntry entry, Context context, Collector<Delivery> out)
      throws Exception {
    Opened here = opened();
    for (Decoded.Bad refused : here.config().apply(entry)) {
      if (here.isFirstSubtask()) {
        Outbound letter = here.deadLetter(entry.entry(), refused);
        tell(letter, ConfigValues.ALL, entry.time(), context::output);
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (opened != null) {
      opened.codec().close();
    }
  }

  /** Writes what could not be processed, and where it goes by the rules of its layer. */
  private void tell(
      Outbound letter, String layer, long timeMs, BiConsumer<OutputTag<Outbound>, Outbound> side)
      throws Exception {
    RoutingRules rules = opened().config().of(layer, timeMs).routing();
    opened().routing().publish(letter, rules, entry -> side.accept(DEAD_LETTERS, entry));
  }

  private LayerObjects<LayerArrivals, IngestState> layers() {
    return Objects.requireNonNull(layers, "runs in an IngestOperator only");
  }

  private Opened opened() {
    return Objects.requireNonNull(opened, "the function is not open");
  }
}
