package io.tamiyo.jobs.controlplane;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.OperatorId;
import io.tamiyo.operators.aggregation.AggregateFunction;
import io.tamiyo.operators.anomaly.DetectFunction;
import io.tamiyo.operators.anomaly.DetectOperator;
import io.tamiyo.operators.archive.ArchiveBlock;
import io.tamiyo.operators.archive.ArchiveOperator;
import io.tamiyo.operators.archive.ArchiveOptions;
import io.tamiyo.operators.archive.ArchiveSink;
import io.tamiyo.operators.audit.StoryFunction;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.deadletters.Retries;
import io.tamiyo.operators.deadletters.RetrySettings;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.ingest.IngestFunction;
import io.tamiyo.operators.ingest.IngestOperator;
import io.tamiyo.operators.ordering.OrderFunction;
import io.tamiyo.operators.ordering.across.AcrossFunction;
import io.tamiyo.operators.ordering.across.AcrossStrategy;
import io.tamiyo.operators.ordering.across.Crossing;
import io.tamiyo.operators.ordering.across.ReturnFunction;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.sink.RedisStreamsSink;
import io.tamiyo.operators.redis.source.Chore;
import io.tamiyo.operators.redis.source.ForgetOptions;
import io.tamiyo.operators.redis.source.RedisStreamsSource;
import io.tamiyo.operators.state.ObjectKeepingOperator;
import io.tamiyo.operators.streams.AnnouncedControlLogs;
import io.tamiyo.operators.streams.ConfigEntries;
import io.tamiyo.operators.streams.LayerEntries;
import io.tamiyo.operators.streams.OutboundEntries;
import io.tamiyo.operators.streams.RedisConfigLog;
import io.tamiyo.operators.streams.RegisteredLayers;
import io.tamiyo.operators.streams.Ticks;
import io.tamiyo.operators.streams.WireCodec;
import io.tamiyo.operators.tamiyo.Proposal;
import io.tamiyo.operators.tamiyo.TamiyoFunction;
import io.tamiyo.operators.tracking.JobEpochs;
import io.tamiyo.operators.tracking.RedisJobEpochs;
import io.tamiyo.operators.tracking.TrackFunction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The control plane as a data flow. Every operator of a layer is chained into one vertex behind the
 * only shuffle.
 *
 * <pre>
 * layer streams ═ by layer ═> ingest → order → detect → tamiyo → track → outbound
 *                               ↑  │       │       │       └ stories → open stories
 *           configuration ──────┘  │       │       └ alerts
 *                                  └ dead letters, aggregates, and the archive where one is wanted
 *
 * all that is published but telemetry ─> audit → files, topic
 * </pre>
 *
 * Where an order of all layers is wanted, {@link AcrossLayers} stands behind {@code order}.
 */
public final class ControlPlaneJob {

  /** The job's name in the web UI. */
  public static final String NAME = "Tamiyo control plane";

  /** Low latency, no copies within the chain, and no record that would need Kryo. */
  private static final Configuration EXECUTION =
      new Configuration()
          .set(PipelineOptions.OBJECT_REUSE, true)
          .set(PipelineOptions.GENERIC_TYPES, false)
          .set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);

  private final Source<InboundEntry, ?, ?> layers;
  private final Source<ConfigEntry, ?, ?> configuration;
  private final Sink<Outbound> outbound;
  private final JobEpochs.Factory epochs;
  private final ControlPlaneOptions options;
  private final ConfigLog log;

  /**
   * @param layers inbound streams and control logs of every layer
   * @param configuration the configuration stream
   * @param outbound control logs, and what only people read
   * @param epochs where the job draws the epoch that it sends by
   */
  public ControlPlaneJob(
      Source<InboundEntry, ?, ?> layers,
      Source<ConfigEntry, ?, ?> configuration,
      Sink<Outbound> outbound,
      JobEpochs.Factory epochs,
      ControlPlaneOptions options) {
    this.layers = layers;
    this.configuration = configuration;
    this.outbound = outbound;
    this.epochs = epochs;
    this.options = options;
    this.log = new RedisConfigLog(options.redis(), options.names());
  }

  /** Deliveries in the order in which they are decided on, and what that order publishes itself. */
  private record InTurn(DataStream<Delivery> deliveries, List<DataStream<Outbound>> published) {}

  /** Runs the job on the cluster that it is submitted to; arguments are {@code --key value}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Map<String, String> values = Arguments.parse(arguments);
    ControlPlaneOptions options = ControlPlaneOptions.from(values, System.getenv());
    SubmittedOptions.of(values).publish(new RedisConnections(options.redis()), options.names());
    of(options).build(environment);
    environment.execute(NAME);
  }

  /** The job on Redis. */
  public static ControlPlaneJob of(ControlPlaneOptions options) {
    StreamNames names = options.names();
    Ticks ticks = new Ticks();
    return new ControlPlaneJob(
        RedisStreamsSource.builder(options.redis(), new LayerEntries(names))
            .streams(names.inboundPattern(), names.controlPattern())
            .announcedBy(new AnnouncedControlLogs(names))
            .startAt(options.streams().start())
            .discoverEvery(options.streams().discoverEvery())
            .gapPolicy(options.streams().gapPolicy())
            .retention(options.retention().with(options.deadLetters()))
            .doing(retries(options))
            .idleEntries(options.streams().tickAfter(), ticks, new RegisteredLayers(names))
            .forgetting(
                new ForgetOptions(
                    options.streams().forgetAfter(), ticks, RegisteredLayers.registry(names)))
            .build(),
        RedisStreamsSource.builder(options.redis(), new ConfigEntries())
            .streams(names.config())
            .build(),
        new RedisStreamsSink<>(options.redis(), new OutboundEntries(names, options.sideEntries())),
        RedisJobEpochs.factory(options.redis(), names.jobEpoch(), options.emission()),
        options);
  }

  private static List<Chore> retries(ControlPlaneOptions options) {
    RetrySettings settings =
        new RetrySettings(options.retries(), options.emission(), options.audit().topic());
    return options.retries().areOn() ? List.of(new Retries(options.names(), settings)) : List.of();
  }

  /** Adds the data flow to an environment. */
  public void build(StreamExecutionEnvironment environment) {
    environment.configure(EXECUTION);
    StreamNames names = options.names();
    EntryCodec.Factory codecs = WireCodec.factory(options.redis(), names);

    SingleOutputStreamOperator<Delivery> ingested =
        OperatorId.INGEST.of(
            source(environment, OperatorId.LAYER_STREAMS, layers)
                .keyBy(InboundEntry::layer)
                .connect(configuration(environment, OperatorId.CONFIG_STREAM))
                .transform(
                    OperatorId.INGEST.operatorName(),
                    InProcessType.of(Delivery.class),
                    new IngestOperator(
                        new IngestFunction(names, codecs, options.layers(), options.ingest()),
                        log)));
    options.archive().ifPresent(archive -> keep(archive, codecs, ingested));
    SingleOutputStreamOperator<Delivery> ordered =
        OperatorId.ORDER.of(
            ofLayer(ingested)
                .transform(
                    OperatorId.ORDER.operatorName(),
                    InProcessType.of(Delivery.class),
                    new ObjectKeepingOperator<>(new OrderFunction(names, codecs))));
    InTurn inTurn = acrossLayers(environment, ordered, codecs);
    SingleOutputStreamOperator<Delivery> detected =
        OperatorId.DETECT.of(
            ofLayer(inTurn.deliveries())
                .transform(
                    OperatorId.DETECT.operatorName(),
                    InProcessType.of(Delivery.class),
                    new DetectOperator(names, codecs, DetectOperator.DEFAULT_MAX_LAYERS)));
    SingleOutputStreamOperator<Outbound> aggregated =
        OperatorId.AGGREGATE.of(
            ofLayer(ordered)
                .transform(
                    OperatorId.AGGREGATE.operatorName(),
                    TypeInformation.of(Outbound.class),
                    new ObjectKeepingOperator<>(new AggregateFunction(names, codecs))));
    SingleOutputStreamOperator<Proposal> proposed =
        OperatorId.TAMIYO.of(
            ofLayer(detected).process(new TamiyoFunction(names), InProcessType.of(Proposal.class)));
    SingleOutputStreamOperator<Outbound> stories = stories(proposed, codecs);
    SingleOutputStreamOperator<Outbound> tracked =
        OperatorId.TRACK.of(
            DataStreamUtils.reinterpretAsKeyedStream(
                    proposed, proposal -> proposal.delivery().layer())
                .process(new TrackFunction(names, codecs, epochs, options.emission())));
    sink(OperatorId.INGEST_DEAD_LETTERS, ingested.getSideOutput(IngestFunction.DEAD_LETTERS));
    sink(OperatorId.ORDER_DEAD_LETTERS, ordered.getSideOutput(OrderFunction.DEAD_LETTERS));
    sink(OperatorId.GAPS, ordered.getSideOutput(OrderFunction.GAPS));
    sink(OperatorId.ALERTS, detected.getSideOutput(DetectFunction.ALERTS));
    sink(OperatorId.AGGREGATES, aggregated);
    sink(OperatorId.OPEN_STORIES, stories.getSideOutput(StoryFunction.ALERTS));
    sink(OperatorId.OUTBOUND, tracked);
    if (options.isAudited()) {
      DataStream<Outbound> published =
          stories.union(
              stories.getSideOutput(StoryFunction.ALERTS),
              ingested.getSideOutput(IngestFunction.DEAD_LETTERS),
              ordered.getSideOutput(OrderFunction.DEAD_LETTERS),
              ordered.getSideOutput(OrderFunction.GAPS),
              detected.getSideOutput(DetectFunction.ALERTS),
              AuditBranch.alertsOf(tracked, names));
      for (DataStream<Outbound> more : inTurn.published()) {
        published = published.union(more);
      }
      new AuditBranch(names, codecs, options.archive(), options.audit())
          .keep(published)
          .ifPresent(topic -> sink(OperatorId.AUDIT_TOPIC, topic));
    }
  }

  /** Joins what passes; by its side, so that nothing waits for it. */
  private SingleOutputStreamOperator<Outbound> stories(
      DataStream<Proposal> proposed, EntryCodec.Factory codecs) {
    return OperatorId.STORIES.of(
        DataStreamUtils.reinterpretAsKeyedStream(proposed, proposal -> proposal.delivery().layer())
            .transform(
                OperatorId.STORIES.operatorName(),
                TypeInformation.of(Outbound.class),
                new ObjectKeepingOperator<>(
                    new StoryFunction(
                        options.names(), codecs, options.audit(), options.isAudited()))));
  }

  /**
   * As the layers have ordered them each, or all together where the job is asked to. The way back
   * reads the configuration by itself, from its beginning: a job that had no such way knows it in
   * the state of ingest alone.
   */
  private InTurn acrossLayers(
      StreamExecutionEnvironment environment,
      DataStream<Delivery> ordered,
      EntryCodec.Factory codecs) {
    if (options.across().strategy() == AcrossStrategy.NONE) {
      return new InTurn(ordered, List.of());
    }
    AcrossLayers across =
        new AcrossLayers(options.names(), codecs, options.across(), options.layers(), log);
    SingleOutputStreamOperator<Crossing> crossing = across.order(ordered);
    SingleOutputStreamOperator<Delivery> returned =
        across.toLayers(crossing, configuration(environment, OperatorId.RETURN_CONFIG_STREAM));
    DataStream<Outbound> gaps = crossing.getSideOutput(AcrossFunction.GAPS);
    DataStream<Outbound> deadLetters = returned.getSideOutput(ReturnFunction.DEAD_LETTERS);
    sink(OperatorId.DEPENDENCY_GAPS, gaps).setParallelism(1);
    sink(OperatorId.RETURN_DEAD_LETTERS, deadLetters);
    return new InTurn(returned, List.of(gaps, deadLetters));
  }

  private static void keep(
      ArchiveOptions archive, EntryCodec.Factory codecs, DataStream<Delivery> ingested) {
    OperatorId.ARCHIVE_FILES.of(
        OperatorId.ARCHIVE
            .of(
                ingested.transform(
                    OperatorId.ARCHIVE.operatorName(),
                    InProcessType.of(ArchiveBlock.class),
                    new ArchiveOperator(archive, codecs)))
            .sinkTo(ArchiveSink.of(archive)));
  }

  private DataStream<ConfigEntry> configuration(
      StreamExecutionEnvironment environment, OperatorId id) {
    return source(environment, id, configuration).setParallelism(1).broadcast();
  }

  private static KeyedStream<Delivery, String> ofLayer(DataStream<Delivery> deliveries) {
    return DataStreamUtils.reinterpretAsKeyedStream(deliveries, Delivery::layer);
  }

  private static <T> SingleOutputStreamOperator<T> source(
      StreamExecutionEnvironment environment, OperatorId id, Source<T, ?, ?> source) {
    return id.of(
        environment.fromSource(source, WatermarkStrategy.noWatermarks(), id.operatorName()));
  }

  private DataStreamSink<Outbound> sink(OperatorId id, DataStream<Outbound> stream) {
    return id.of(stream.sinkTo(outbound));
  }
}
