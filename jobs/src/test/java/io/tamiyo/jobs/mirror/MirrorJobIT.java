package io.tamiyo.jobs.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.Await;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** Mirrors between two real Redis. */
class MirrorJobIT {

  private static final String ALERTS = "kasmina.alert";
  private static final String ROUTED = "kasmina.routed.pager";
  private static final int ENTRIES = 500;

  @RegisterExtension static final RedisServer eu = RedisServer.embedded();
  @RegisterExtension static final RedisServer us = RedisServer.embedded();

  @RegisterExtension
  static final MiniClusterExtension cluster =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private final List<JobClient> jobs = new ArrayList<>();

  private static MirrorOptions options(String from, String to) {
    return MirrorOptions.of(Map.of("from.region", from, "to.region", to), redis(from), redis(to));
  }

  private static RedisConnectionOptions redis(String region) {
    return RedisConnectionOptions.of((region.equals("eu") ? eu : us).url());
  }

  private JobClient mirror(String from, String to) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(1);
    MirrorOptions options = options(from, to);
    MirrorJob.of(options).build(environment);
    JobClient job = environment.executeAsync(MirrorJob.name(options));
    jobs.add(job);
    return job;
  }

  @AfterEach
  void cancelAll() throws Exception {
    for (JobClient job : jobs) {
      cancel(job);
    }
  }

  private static void cancel(JobClient job) throws Exception {
    if (!job.getJobStatus().get().isGloballyTerminalState()) {
      job.cancel().get();
    }
    Await.until(() -> job.getJobStatus().get().isGloballyTerminalState());
  }

  private static void write(Jedis redis, String stream, String value) {
    redis.xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("v", value));
  }

  private static List<String> values(Jedis redis, String stream) {
    return entries(redis, stream).stream().map(entry -> entry.getFields().get("v")).toList();
  }

  private static List<StreamEntry> entries(Jedis redis, String stream) {
    return redis.xrange(stream, (StreamEntryID) null, (StreamEntryID) null);
  }

  /** Everything that stood in the stream before has been read by both mirrors behind this. */
  private static void goRound(Jedis first, Jedis second, String stream, String name) {
    for (int round = 0; round < 2; round++) {
      String there = name + " there " + round;
      String back = name + " back " + round;
      write(first, stream, there);
      Await.until(() -> values(second, stream).contains(there));
      write(second, stream, back);
      Await.until(() -> values(first, stream).contains(back));
    }
  }

  @Test
  void hasEachEntryOnceInBothRegionsWithMirrorsInBothDirections() throws Exception {
    try (Jedis inEu = eu.client();
        Jedis inUs = us.client()) {
      for (int i = 0; i < ENTRIES; i++) {
        write(inEu, i % 2 == 0 ? ALERTS : ROUTED, "eu " + i);
        write(inUs, i % 2 == 0 ? ALERTS : ROUTED, "us " + i);
      }
      write(inEu, "kasmina.control.layer.a", "a command");
      write(inEu, "kasmina.ledger", "not asked for");
      mirror("eu", "us");
      mirror("us", "eu");
      for (String stream : List.of(ALERTS, ROUTED)) {
        goRound(inEu, inUs, stream, "marker");
        List<String> expected = new ArrayList<>();
        for (int i = stream.equals(ALERTS) ? 0 : 1; i < ENTRIES; i += 2) {
          expected.add("eu " + i);
          expected.add("us " + i);
        }
        for (int round = 0; round < 2; round++) {
          expected.addAll(List.of("marker there " + round, "marker back " + round));
        }
        assertThat(values(inEu, stream)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(values(inUs, stream)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(values(inUs, stream).stream().filter(value -> value.startsWith("eu ")).toList())
            .as("in the order of its stream")
            .containsExactlyElementsOf(
                expected.stream().filter(value -> value.startsWith("eu ")).toList());
      }
      assertThat(inUs.keys("*"))
          .as("what was not asked for")
          .doesNotContain("kasmina.control.layer.a", "kasmina.ledger");
    }
  }

  @Test
  void losesNothingWhenItIsBegunAnewAndTellsWhatCameTwice() throws Exception {
    try (Jedis inEu = eu.client();
        Jedis inUs = us.client()) {
      JobClient first = mirror("eu", "us");
      write(inEu, ALERTS, "0");
      Await.until(() -> values(inUs, ALERTS).contains("0"));
      cancel(first);
      write(inEu, ALERTS, "1");
      mirror("eu", "us");
      Await.until(() -> values(inUs, ALERTS).contains("1"));
      Map<String, TreeSet<String>> byOrigin = new TreeMap<>();
      for (StreamEntry copy : entries(inUs, ALERTS)) {
        assertThat(copy.getFields()).containsEntry("regions", "eu,us");
        byOrigin
            .computeIfAbsent(copy.getFields().get("origin"), any -> new TreeSet<>())
            .add(copy.getFields().get("v"));
      }
      assertThat(values(inUs, ALERTS)).containsExactly("0", "0", "1");
      assertThat(byOrigin.values())
          .containsExactly(new TreeSet<>(List.of("0")), new TreeSet<>(List.of("1")));
      assertThat(byOrigin.keySet()).allMatch(origin -> origin.startsWith("eu/"));
    }
  }

  @Test
  void catchesUpWithARegionThatWasAway() throws Exception {
    try (Jedis inEu = eu.client()) {
      mirror("eu", "us");
      write(inEu, ALERTS, "before");
      try (Jedis inUs = us.client()) {
        Await.until(() -> values(inUs, ALERTS).contains("before"));
      }
      us.kill();
      List<String> written = new ArrayList<>();
      for (int i = 0; i < ENTRIES; i++) {
        written.add("while away " + i);
        write(inEu, ALERTS, "while away " + i);
      }
      us.start();
      try (Jedis inUs = us.client()) {
        Await.until(() -> values(inUs, ALERTS).contains("while away " + (ENTRIES - 1)));
        assertThat(values(inUs, ALERTS)).containsAll(written);
      }
    }
  }
}
