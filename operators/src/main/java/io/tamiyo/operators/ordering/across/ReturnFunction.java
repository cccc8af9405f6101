package io.tamiyo.operators.ordering.across;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.config.BroadcastConfig;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.config.ConfigReader;
import io.tamiyo.operators.config.ConfigState;
import io.tamiyo.operators.config.ConfiguredOperator;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.DeadLetters;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.routing.Routing;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Takes what has crossed back into the chain of its layer: the entry is read again, and gets the
 * options of the layer as this side knows them. What it refuses of the configuration ingest has
 * reported.
 */
public final class ReturnFunction
    extends KeyedBroadcastProcessFunction<String, Crossing, ConfigEntry, Delivery>
    implements ConfigReader {

  private static final long serialVersionUID = 1;

  /** What could be read when it left and not when it returned, and what names no message ids. */
  public static final OutputTag<Outbound> DEAD_LETTERS =
      new OutputTag<>("return-dead-letters") {
        private static final long serialVersionUID = 1;
      };

  private final String instanceId;
  private final EntryCodec.Factory codecs;
  private final LayerConfig defaults;
  private final AcrossStrategy strategy;

  private transient @Nullable Opened opened;

  /** What exists only where the function runs. */
  private record Opened(
      EntryCodec codec,
      DeadLetters deadLetters,
      Routing routing,
      BroadcastConfig config,
      ValueState<Long> deadLettered) {

    /** Its header, without the place that it has lost. */
    EntryHeader headerOf(Crossing crossing) {
      EntryHeader header = codec.headerOfPassed(crossing.entry().fields());
      return crossing.producer() == null ? Places.removedFrom(header) : header;
    }

    /** Counts messages of the layer that do not go on; returns how many did not so far. */
    long count(long lost) throws Exception {
      Long before = deadLettered.value();
      long after = (before == null ? 0 : before) + lost;
      if (lost > 0) {
        deadLettered.update(after);
      }
      return after;
    }
  }

  private ReturnFunction(
      StreamNames names, EntryCodec.Factory codecs, LayerConfig defaults, AcrossStrategy strategy) {
    this.instanceId = names.instanceId();
    this.codecs = codecs;
    this.defaults = defaults;
    this.strategy = strategy;
  }

  /**
   * The operator that runs it, which is the head of a vertex.
   *
   * @param names the installation
   * @param defaults options of a layer of which nothing was configured
   * @param strategy the order across layers
   * @param log the configuration that it reads before anything has crossed
   */
  public static ConfiguredOperator<Crossing, Delivery> operator(
      StreamNames names,
      EntryCodec.Factory codecs,
      LayerConfig defaults,
      AcrossStrategy strategy,
      ConfigLog log) {
    return new ConfiguredOperator<>(new ReturnFunction(names, codecs, defaults, strategy), log);
  }

  @Override
  public void open(OpenContext openContext) throws Exception {
    EntryCodec codec = codecs.open();
    StreamNames names = new StreamNames(instanceId);
    opened =
        new Opened(
            codec,
            new DeadLetters(names, "tamiyo/return", codec),
            new Routing(names, codec),
            new BroadcastConfig(defaults, codec),
            getRuntimeContext()
                .getState(new ValueStateDescriptor<>("return-dead-letters", Types.LONG)));
  }

  @Override
  public void begin(ConfigState state, ConfigLog log) throws Exception {
    opened().config().begin(state, log, false);
  }

  @Override
  public void processElement(Crossing crossing, ReadOnlyContext context, Collector<Delivery> out)
      throws Exception {
    Opened here = opened();
    ReturnReading reading = ReturnReading.of(crossing, strategy, here.codec());
    long deadLetters = here.count(reading.lost());
    LayerConfig config = here.config().of(crossing.layer(), crossing.entry().time());
    for (Decoded.Bad bad : reading.bad()) {
      here.routing()
          .publish(
              here.deadLetters().of(crossing.entry(), bad),
              config.routing(),
              entry -> context.output(DEAD_LETTERS, entry));
    }
    out.collect(
        new Delivery(
            crossing.entry(),
            here.headerOf(crossing),
            reading.messages(),
            config,
            here.config().isCaughtUp(),
            crossing.late(),
            crossing.terms().plus(new LedgerTerms(0, deadLetters, 0, 0, 0))));
    if (crossing.last()) {
      here.deadLettered().clear();
    }
  }

  @Override
  public void processBroadcastElement(ConfigEntry entry, Context context, Collector<Delivery> out)
      throws Exception {
    opened().config().apply(entry);
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
