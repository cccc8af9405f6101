package io.tamiyo.operators.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.operators.redis.sink.RedisStreamsSink;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.sink.TextSerializer;
import io.tamiyo.operators.redis.source.IdleEntry;
import io.tamiyo.operators.redis.source.RedisStreamsSource;
import io.tamiyo.operators.redis.source.RedisStreamsSourceBuilder;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.TextDeserializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;

/** Source and sink as parts of a job, with failures in its middle. */
class RedisStreamsJobTest {
  @RegisterExtension
  static final RedisServer redis =
      RedisServer.embedded().setting("appendonly", "yes").setting("appendfsync", "always");

  @RegisterExtension
  static final MiniClusterExtension cluster =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              // Restarting single regions under checkpoints, Flink 2.3.0 can stop the JobManager:
              // "Some subtask gateway can be closed while others cannot".
              .setConfiguration(
                  new Configuration().set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full"))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final AtomicBoolean FAIL_NEXT = new AtomicBoolean();

  @TempDir Path directory = Path.of("");
  private Jedis jedis = new Jedis();

  @BeforeEach
  void connect() {
    jedis = redis.client();
    FAIL_NEXT.set(false);
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  private static RedisStreamsSourceBuilder<String> source() {
    return RedisStreamsSource.builder(
            RedisConnectionOptions.of(redis.url()), new TextDeserializer())
        .streams("in.*", "control.*");
  }

  private StreamExecutionEnvironment environment(int parallelism, @Nullable String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.resolve("checkpoints").toUri() + "");
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration)
        .setParallelism(parallelism);
  }

  /** Copies what it reads to the stream {@code out}, as source, map and sink. */
  private JobClient copyJob(int parallelism, @Nullable String savepoint) throws Exception {
    StreamExecutionEnvironment environment = environment(parallelism, savepoint);
    environment
        .fromSource(source().build(), WatermarkStrategy.noWatermarks(), "redis")
        .uid("source")
        .map(new FailsWhenTold())
        .uid("map")
        .sinkTo(
            new RedisStreamsSink<>(RedisConnectionOptions.of(redis.url()), new TextSerializer()))
        .uid("sink");
    return environment.executeAsync("copy");
  }

  /** Waits until nothing of the job is left that could touch the streams of the next test. */
  private static void cancel(JobClient job) throws Exception {
    job.cancel().get();
    Await.until(() -> job.getJobStatus().get().isGloballyTerminalState());
  }

  private static final class FailsWhenTold implements MapFunction<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String map(String record) {
      if (FAIL_NEXT.compareAndSet(true, false)) {
        throw new IllegalStateException("failing as told");
      }
      return "out=" + record;
    }
  }

  private void produce(int streams, int from, int to) {
    try (Pipeline pipeline = jedis.pipelined()) {
      for (int i = from; i < to; i++) {
        String stream = "in." + i % streams;
        pipeline.xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("v", i % streams + ":" + i));
      }
    }
  }

  private List<String> out() {
    return jedis.xrange("out", (StreamEntryID) null, (StreamEntryID) null).stream()
        .map(entry -> entry.getFields().get("v"))
        .toList();
  }

  private Set<String> missing(int streams, int to) {
    Set<String> expected = new HashSet<>();
    IntStream.range(0, to).forEach(i -> expected.add(i % streams + ":" + i));
    out().forEach(expected::remove);
    return expected;
  }

  private void assertFirstOccurrencesInOrder(int streams) {
    Set<String> distinct = new LinkedHashSet<>(out());
    for (int stream = 0; stream < streams; stream++) {
      String prefix = stream + ":";
      List<Integer> order =
          distinct.stream()
              .filter(it -> it.startsWith(prefix))
              .map(it -> Integer.valueOf(it.substring(prefix.length())))
              .toList();
      assertThat(order).isSorted();
    }
  }

  @Test
  void losesNothingAndKeepsTheOrderThroughFailuresOfTheJob() throws Exception {
    produce(4, 0, 1_000);
    JobClient job = copyJob(2, null);
    try {
      int produced = 1_000;
      for (int failure = 0; failure < 5; failure++) {
        int before = out().size();
        produce(4, produced, produced + 500);
        produced += 500;
        Await.until(() -> out().size() > before);
        FAIL_NEXT.set(true);
        produce(4, produced, produced + 500);
        produced += 500;
        Await.until(() -> !FAIL_NEXT.get());
      }
      int all = produced;
      Await.until(() -> missing(4, all).isEmpty());
      assertFirstOccurrencesInOrder(4);
    } finally {
      cancel(job);
    }
  }

  @Test
  void losesNothingWhenRedisIsKilledUnderTheJob() throws Exception {
    JobClient job = copyJob(2, null);
    try {
      for (int kill = 0; kill < 3; kill++) {
        produce(4, kill * 500, (kill + 1) * 500);
        int before = out().size();
        Await.until(() -> out().size() > before);
        redis.kill();
        redis.start();
        jedis = redis.client();
      }
      Await.until(() -> missing(4, 1_500).isEmpty());
      assertFirstOccurrencesInOrder(4);
      assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
      assertThat(out()).noneMatch(it -> it.startsWith("GAP"));
    } finally {
      cancel(job);
    }
  }

  @Test
  void readsStreamsOfEveryPatternThatAppearWhileItRuns() throws Exception {
    JobClient job = copyJob(1, null);
    try {
      produce(1, 0, 1);
      Await.until(() -> out().contains("0:0"));
      jedis.xadd("control.9", StreamEntryID.NEW_ENTRY, Map.of("v", "9:0"));
      Await.until(() -> out().contains("CAUGHT UP control.9"));
      assertThat(out()).containsOnlyOnce("0:0", "9:0", "CAUGHT UP in.0", "CAUGHT UP control.9");
    } finally {
      cancel(job);
    }
  }

  @Test
  void goesOnExactlyWhereItWasFromASavepointAtAnotherParallelism() throws Exception {
    produce(7, 0, 700);
    String savepoint = null;
    int produced = 700;
    for (int parallelism : new int[] {1, 4, 2}) {
      JobClient job = copyJob(parallelism, savepoint);
      int all = produced;
      Await.until(() -> missing(7, all).isEmpty());
      savepoint =
          job.stopWithSavepoint(
                  false, directory.resolve("savepoints").toString(), SavepointFormatType.CANONICAL)
              .get();
      produce(7, produced, produced + 700);
      produced += 700;
    }
    List<String> copied = out().stream().filter(it -> !it.startsWith("CAUGHT UP")).toList();
    assertThat(copied).doesNotHaveDuplicates().hasSize(2_100);
  }

  @Test
  void endsByItselfWhereItIsBounded() throws Exception {
    produce(3, 0, 300);
    RedisStreamsSource<String> bounded = source().bounded().build();
    assertThat(bounded.getBoundedness()).isEqualTo(Boundedness.BOUNDED);

    List<String> read =
        environment(2, null)
            .fromSource(bounded, WatermarkStrategy.noWatermarks(), "redis")
            .executeAndCollect(1_000);

    assertThat(read).hasSize(303).contains("0:0", "2:299", "CAUGHT UP in.1");
  }

  @Test
  void refusesTimeInAReplay() {
    RedisStreamsSourceBuilder<String> builder =
        source().bounded().idleEntries(Duration.ofSeconds(1), new NoTick(), connection -> Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("bounded")
        .withMessageContaining("idleEntries");
    assertThat(source().build().getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
  }

  private static final class NoTick implements IdleEntry {
    private static final long serialVersionUID = 1L;

    @Override
    public byte @Nullable [] layerOf(StreamEntry entry) {
      return null;
    }

    @Override
    public StreamAppend entry(String layer, String stream) {
      return StreamAppend.of(stream, Map.of("v", new byte[0]));
    }
  }
}
