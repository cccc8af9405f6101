package io.tamiyo.operators.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.tamiyo.Deliveries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The archive of a job that breaks off between two checkpoints. */
class ArchiveJobTest {

  @RegisterExtension
  static final MiniClusterExtension cluster =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(
                  new Configuration().set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full"))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int ENTRIES = 2_000;
  private static final int PER_CHECKPOINT = 400;
  private static final long START = Duration.ofDays(20_000).toMillis();
  private static final AtomicBoolean HAS_FAILED = new AtomicBoolean();

  @TempDir Path root = Path.of("");

  @Test
  void holdsEachEntryOnceAlthoughTheJobBrokeOff() throws Exception {
    HAS_FAILED.set(false);
    ArchiveOptions options = new ArchiveOptions(root.toString(), Duration.ofDays(9), 1 << 30);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.configure(
        new Configuration()
            .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
            .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10))
            .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50)));
    environment
        .fromSource(
            new DataGeneratorSource<>(
                number -> number,
                ENTRIES,
                RateLimiterStrategy.perCheckpoint(PER_CHECKPOINT),
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .setParallelism(1)
        .map(ArchiveJobTest::delivery)
        .returns(InProcessType.of(Delivery.class))
        .setParallelism(1)
        .transform(
            "archive",
            InProcessType.of(ArchiveBlock.class),
            new ArchiveOperator(options, TestingCodec::new))
        .setParallelism(1)
        .sinkTo(ArchiveSink.of(options))
        .setParallelism(1);

    environment.execute();

    assertThat(HAS_FAILED).isTrue();
    ArchiveReader reader = new ArchiveReader(root.toString());
    List<Long> times = new ArrayList<>();
    for (ArchiveMinute minute : reader.minutes(START, START + ENTRIES * 100L)) {
      reader.read(minute, entry -> true).stream().map(InboundEntry::time).forEach(times::add);
    }
    assertThat(times)
        .containsExactlyElementsOf(
            LongStream.range(0, ENTRIES).mapToObj(ArchiveJobTest::time).toList());
  }

  private static long time(long number) {
    return START + number * 100;
  }

  private static Delivery delivery(long number) {
    if (number == 3 * PER_CHECKPOINT / 2 && HAS_FAILED.compareAndSet(false, true)) {
      throw new IllegalStateException("the job breaks off here, once");
    }
    return Deliveries.of("layer-1").tick(time(number));
  }
}
