package io.tamiyo.jobs.bench;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.OperatorId;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.InboundEntryType;
import io.tamiyo.operators.ingest.IngestFunction;
import io.tamiyo.operators.ingest.IngestOperator;
import io.tamiyo.operators.ingest.IngestOptions;
import io.tamiyo.operators.ordering.OrderFunction;
import io.tamiyo.operators.state.ObjectKeepingOperator;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * One job: so many entries through the head of the control plane's chain, as the real job wires it.
 */
record IngestionRun(IngestionCase of, Traffic traffic, long entries, Path checkpointDirectory) {

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final StreamNames NAMES = StreamNames.unnamed();

  /**
   * What a job came to.
   *
   * @param perSecond messages
   * @param threadMicros processor time of the operators' thread for a message, microseconds
   * @param cores processor time of the JVM by time
   * @param checkpoints that were completed
   */
  record Outcome(double perSecond, double threadMicros, double cores, double checkpoints) {}

  Outcome run() throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration());
    DataStream<InboundEntry> source =
        environment
            .fromSource(
                new NumberSequenceSource(0, entries - 1),
                WatermarkStrategy.noWatermarks(),
                "traffic")
            .map(new EntryAt(traffic))
            .returns(new InboundEntryType());
    DataStream<Long> passed =
        of == IngestionCase.SOURCE
            ? source.keyBy(InboundEntry::layer).process(new Arrivals.OfEntries())
            : ordered(environment, source).process(new Arrivals.OfDeliveries());
    passed.sinkTo(new DiscardingSink<>());
    return outcome(environment.execute("ingestion " + of.caseName()));
  }

  private DataStream<Delivery> ordered(
      StreamExecutionEnvironment environment, DataStream<InboundEntry> source) {
    EntryCodec.Factory codecs = of.decoded() ? BenchCodec::decoding : BenchCodec::ofOneMessage;
    DataStream<ConfigEntry> configuration =
        environment
            .fromSource(
                new NumberSequenceSource(0, 0), WatermarkStrategy.noWatermarks(), "configuration")
            .map(any -> ConfigEntry.caughtUp(NAMES.config()))
            .returns(TypeInformation.of(ConfigEntry.class))
            .broadcast();
    DataStream<Delivery> ingested =
        source
            .keyBy(InboundEntry::layer)
            .connect(configuration)
            .transform(
                OperatorId.INGEST.operatorName(),
                InProcessType.of(Delivery.class),
                new IngestOperator(
                    new IngestFunction(NAMES, codecs, LayerConfig.DEFAULTS, IngestOptions.DEFAULTS),
                    ConfigLog.EMPTY))
            .uid(OperatorId.INGEST.uid());
    return DataStreamUtils.reinterpretAsKeyedStream(ingested, Delivery::layer)
        .transform(
            OperatorId.ORDER.operatorName(),
            InProcessType.of(Delivery.class),
            new ObjectKeepingOperator<>(new OrderFunction(NAMES, codecs)))
        .uid(OperatorId.ORDER.uid());
  }

  private Configuration configuration() {
    return new Configuration()
        .set(PipelineOptions.OBJECT_REUSE, true)
        .set(PipelineOptions.GENERIC_TYPES, false)
        .set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO)
        .set(StateBackendOptions.STATE_BACKEND, of.backend())
        .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL)
        .set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true)
        .set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file://" + checkpointDirectory)
        .set(TaskManagerOptions.NUM_TASK_SLOTS, 1)
        .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32))
        .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32))
        .set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
  }

  private Outcome outcome(JobExecutionResult result) {
    Arrivals.Found found = Arrivals.found(result);
    long expected = of == IngestionCase.SOURCE ? entries : traffic.distinct(entries);
    if (found.passed() != expected) {
      throw new IllegalStateException(
          "%s passed %d messages of %d entries; expected %d"
              .formatted(of.caseName(), found.passed(), entries, expected));
    }
    double seconds = found.nanos() / 1e9;
    return new Outcome(
        entries / seconds,
        found.threadNanos() / 1e3 / entries,
        found.cpuNanos() / 1e9 / seconds,
        found.checkpoints());
  }
}
