package io.tamiyo.jobs.mirror;

import io.tamiyo.jobs.controlplane.Arguments;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.mirror.MirrorAppends;
import io.tamiyo.operators.mirror.MirrorEntries;
import io.tamiyo.operators.mirror.WarnOfEachStream;
import io.tamiyo.operators.redis.sink.RedisStreamsSink;
import io.tamiyo.operators.redis.source.RedisStreamsSource;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Takes streams of one region's Redis to another's, each at least once and in its order. It is a
 * job of its own, so that a region that is away holds up nothing but its mirror.
 *
 * <pre>
 * streams of one region → copies, but of what has passed the other → streams of the other
 * </pre>
 */
public final class MirrorJob {

  private static final Configuration EXECUTION =
      new Configuration()
          .set(PipelineOptions.OBJECT_REUSE, true)
          .set(PipelineOptions.GENERIC_TYPES, false)
          .set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);

  private final Source<Outbound, ?, ?> region;
  private final Sink<Outbound> other;

  MirrorJob(Source<Outbound, ?, ?> region, Sink<Outbound> other) {
    this.region = region;
    this.other = other;
  }

  /** Runs the job on the cluster that it is submitted to; arguments are {@code --key value}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    MirrorOptions options = MirrorOptions.from(Arguments.parse(arguments));
    of(options).build(environment);
    environment.execute(name(options));
  }

  /** The job's name in the web UI. */
  static String name(MirrorOptions options) {
    return "Tamiyo mirror " + options.route().from() + " to " + options.route().to();
  }

  /** The job between two Redis. */
  static MirrorJob of(MirrorOptions options) {
    return new MirrorJob(
        RedisStreamsSource.builder(
                options.from(), new MirrorEntries(options.names(), options.route()))
            .streams(options.streams().toArray(String[]::new))
            .startAt(options.start())
            .badEntries(new WarnOfEachStream())
            .group("tamiyo-mirror-" + options.route().to())
            .build(),
        new RedisStreamsSink<>(options.to(), new MirrorAppends(options.keep())));
  }

  /** Adds the data flow to an environment. */
  void build(StreamExecutionEnvironment environment) {
    environment.configure(EXECUTION);
    environment
        .fromSource(region, WatermarkStrategy.noWatermarks(), "mirrored streams")
        .uid("mirrored-streams")
        .sinkTo(other)
        .uid("mirror")
        .name("mirror");
  }
}
