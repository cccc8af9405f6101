package io.tamiyo.jobs.closedloop;

import io.tamiyo.jobs.controlplane.ControlPlaneJob;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.OperatorId;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.sink.EntrySerializer;
import io.tamiyo.operators.redis.sink.RedisStreamsSink;
import io.tamiyo.operators.redis.source.RedisStreamsSource;
import io.tamiyo.operators.streams.ConfigEntries;
import io.tamiyo.operators.streams.OutboundEntries;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The control plane, writing down what each layer gets, or reading what another has written down.
 *
 * @param options of both
 */
record JournaledJob(ControlPlaneOptions options) {

  /** Adds the job that reads the streams of the layers, and writes their journals. */
  void writing(StreamExecutionEnvironment environment) {
    ControlPlaneJob.of(options).build(environment);
    Transformation<?> ingest =
        environment.getTransformations().stream()
            .filter(each -> OperatorId.INGEST.uid().equals(each.getUid()))
            .findFirst()
            .orElseThrow();
    writeDown(new DataStream<>(environment, ingest));
  }

  private <T> void writeDown(DataStream<T> deliveries) {
    EntrySerializer<T> journal = delivery -> JournalEntries.placed((Delivery) delivery);
    deliveries.sinkTo(new RedisStreamsSink<>(options.redis(), journal)).uid("journal");
  }

  /**
   * Adds the job that reads journals in place of the streams of the layers.
   *
   * @param layers whose journals
   * @param epoch that of the job that wrote them
   */
  void reading(StreamExecutionEnvironment environment, List<String> layers, long epoch) {
    RedisConnectionOptions redis = options.redis();
    new ControlPlaneJob(
            RedisStreamsSource.builder(redis, new JournalEntries())
                .streams(layers.stream().map(JournalEntries::of).toArray(String[]::new))
                .build(),
            RedisStreamsSource.builder(redis, new ConfigEntries())
                .streams(options.names().config())
                .build(),
            new RedisStreamsSink<>(redis, new OutboundEntries(options.names(), JournalEntries.ALL)),
            () -> new OneEpoch(epoch),
            options)
        .build(environment);
  }
}
