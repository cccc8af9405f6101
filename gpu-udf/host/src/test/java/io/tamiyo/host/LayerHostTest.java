package io.tamiyo.host;

import static io.tamiyo.host.TestingLoop.LAYER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.TestingJob;
import io.tamiyo.host.layer.TestingStores;
import io.tamiyo.host.redis.TestingRedis;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever fails in a host, the training beside it goes on. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class LayerHostTest {

  private static final StreamNames NAMES = StreamNames.unnamed();

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final TestingStores stores = new TestingStores();
  private final CountDownLatch disk = new CountDownLatch(1);
  private TestingLoop loop;

  @BeforeEach
  void start() {
    loop =
        new TestingLoop(
            TestingLoop.host("redis://127.0.0.1:" + redis.port()).stores(stores).open(), job);
  }

  @AfterEach
  void end() {
    disk.countDown();
    loop.close();
    job.close();
  }

  @Test
  void trainsReportsAndAppliesWhatItIsTold() {
    loop.take(1, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);

    assertThat(job.awaitOutcomes(LAYER, 3)).containsOnly(Outcome.APPLIED);
    assertThat(loop.layer().inForce().isIdentity()).isFalse();
    loop.until("it reports the graft", () -> has(LayerHealthReport.class, this::reportsTheGraft));
    assertThat(loop.host().failures()).isZero();
    assertThat(loop.host().trainingEpoch()).isPositive();
    assertThat(loop.host().withoutSeeds(() -> loop.output()[0])).isEqualTo(-7 / 3f);
  }

  private boolean reportsTheGraft(LayerHealthReport report) {
    return report.seeds().state(1) == SeedState.GRAFTING
        && report.layerMetrics().containsKey("accuracy")
        && report.layerMetrics().getOrDefault("failures", 1.0) == 0
        && report.layerMetrics().getOrDefault("evaluation_share", 1.0) < 0.5;
  }

  @Test
  void doesNotWaitForADiskThatIsSlow() throws InterruptedException {
    stores.layer(LAYER).holdAppends(disk);
    loop.command(1, SeedState.GERMINATED);
    stores.layer(LAYER).awaitHeldAppend();

    loop.steps(200);

    assertThat(loop.host().trainingEpoch()).isEqualTo(100);
    assertThat(loop.seed(0).epochsInState()).isLessThan(100);
    assertThat(loop.loss()).isFinite();
    disk.countDown();
    loop.until("the epochs were counted", () -> loop.seed(0).epochsInState() >= 100);
    assertThat(loop.seed(1).state()).isEqualTo(SeedState.GERMINATED);
    assertThat(loop.host().failures()).isZero();
  }

  @Test
  void isTheIdentityAndSaysSoWhenDurabilityIsInDoubt() {
    loop.take(1, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    float[] grafted = loop.output();
    stores.layer(LAYER).failCommits();
    loop.command(2, SeedState.GERMINATED);

    loop.until("it is the identity", () -> loop.layer().inForce().isIdentity());
    loop.until("it says so", () -> has(Heartbeat.class, this::isDegraded));
    loop.until(
        "it is in the report",
        () ->
            has(
                LayerHealthReport.class,
                report -> report.layerMetrics().getOrDefault("failures", 0.0) == 1));
    assertThat(loop.output()).isNotEqualTo(grafted).startsWith(-7 / 3f, -6 / 3f, -5 / 3f);
    assertThat(loop.host().failures()).isEqualTo(1);
    loop.steps(50);
    assertThat(loop.loss()).isFinite();
    assertThat(job.acknowledgements(LAYER)).hasSize(3);
  }

  private boolean isDegraded(Heartbeat heartbeat) {
    return heartbeat.status().equals("degraded")
        && heartbeat.metrics().getOrDefault("failures", 0.0) == 1;
  }

  @Test
  void refusesWhatItCannotWriteAndGoesOnAsItWas() {
    loop.take(1, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    loop.until("all is marked", this::allIsMarked);
    stores.layer(LAYER).failAppends(1);
    loop.command(2, SeedState.GERMINATED);

    loop.until("it has answered", () -> job.acknowledgements(LAYER).size() == 4);
    assertThat(job.awaitOutcomes(LAYER, 4)).last().isEqualTo(Outcome.FAILED);
    assertThat(loop.layer().inForce().isIdentity()).isFalse();
    loop.take(2, SeedState.GERMINATED);
  }

  @Test
  void countsACheckpointThatCannotBeWrittenAndTrainsOn() {
    String first = loop.host().checkpoint();
    loop.until("it is there", () -> loop.host().checkpoints().contains(first));
    stores.failCheckpoints();

    String second = loop.host().checkpoint();
    loop.until("it is counted", () -> loop.host().failures() == 1);
    loop.until(
        "it is in the report",
        () ->
            has(
                LayerHealthReport.class,
                report -> report.layerMetrics().getOrDefault("failures", 0.0) == 1));

    assertThat(loop.host().checkpoints()).containsExactly(first);
    assertThat(second).isGreaterThan(first);
    loop.host().restore(first);
    loop.take(1, SeedState.GERMINATED);
  }

  @Test
  void takesACheckpointWithoutWaitingForADiskThatIsSlow() throws InterruptedException {
    stores.layer(LAYER).holdAppends(disk);
    loop.command(1, SeedState.GERMINATED);
    stores.layer(LAYER).awaitHeldAppend();
    loop.steps(4);

    for (int more = 0; more < 10; more++) {
      loop.host().checkpoint();
    }

    assertThat(loop.host().failures()).as("those beyond the bound are left out").isBetween(1L, 6L);
    disk.countDown();
    loop.until("the others are there", () -> loop.host().checkpoints().size() >= 4);
  }

  private boolean allIsMarked() {
    return stores.layer(LAYER).recover().orElseThrow().unpublished().isEmpty();
  }

  @Test
  void goesOnWithoutRedisAndCatchesUp() {
    loop.take(1, SeedState.GERMINATED);
    redis.kill();

    loop.steps(300);

    assertThat(loop.loss()).isFinite();
    assertThat(loop.host().failures()).isZero();
    redis.start();
    loop.take(1, SeedState.TRAINING);
  }

  @Test
  void trainsOnWhenTheNetworkCannotBeEvaluated() {
    AtomicInteger asked = new AtomicInteger();
    loop.host()
        .evaluateBy(
            () -> {
              asked.incrementAndGet();
              throw new IllegalStateException("no data");
            });

    loop.until("it was asked again", () -> asked.get() > 3);

    loop.until(
        "it reports without an accuracy",
        () ->
            has(LayerHealthReport.class, report -> !report.layerMetrics().containsKey("accuracy")));
    assertThat(loop.loss()).isFinite();
  }

  @Test
  void staysTheIdentityWhenItIsToldOfAStepAfterItsEnd() {
    loop.steps(2);
    assertThat(loop.host().stop()).isTrue();

    loop.host().endStep(0.5);
    loop.host().endEpoch();
    loop.host().checkpoint();

    assertThat(loop.host().stop()).isTrue();
  }

  @Test
  void namesItsLayersWhenItIsAskedForAnother() {
    assertThatThrownBy(() -> loop.host().layer("decoder"))
        .hasMessage("this host has no layer decoder; it has [encoder.0]");
    assertThatThrownBy(() -> LayerHost.at("redis://h").layer("a", 4, 2).layer("a", 4, 2))
        .hasMessage("two layers have one id: a");
    assertThatThrownBy(() -> LayerHost.at("redis://h").keepLiveEvery(0))
        .hasMessageContaining("every 0 epochs");
  }

  private <T extends Message> boolean has(Class<T> kind, Predicate<T> condition) {
    List<Message> messages = job.messages(NAMES.inbound(LAYER));
    return messages.stream().filter(kind::isInstance).map(kind::cast).anyMatch(condition);
  }
}
