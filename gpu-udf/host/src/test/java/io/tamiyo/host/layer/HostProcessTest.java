package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.TransitionBuilder;
import io.tamiyo.contracts.lifecycle.LifecycleOptions;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedMetricsSnapshot;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.StoreOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisByteHashMap;

class HostProcessTest {

  private static final String LAYER = "layer-1";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final StreamNames NAMES = new StreamNames("test");

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path store;

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final TestingKernel kernel = new TestingKernel();
  private final List<HostProcess> running = new ArrayList<>();

  @AfterEach
  void stopAll() {
    running.forEach(HostProcess::stop);
    job.close();
  }

  private HostProcess start(HostStores stores) {
    LifecycleOptions quick = LifecycleOptions.DEFAULTS.withEpochsScaledBy(0.02);
    HostOptions options =
        HostOptions.of("host-1", List.of(LAYER), 4)
            .withNames(NAMES)
            .withRules(new LifecycleRules(LifecycleTable.CURRENT, quick));
    HostProcess host = new HostProcess(options, redis.endpoint(), stores, layerId -> kernel);
    running.add(host);
    host.start();
    return host;
  }

  private HostProcess start() {
    return start(HostStores.in(store, StoreOptions.DEFAULTS));
  }

  private boolean stop(HostProcess host) {
    running.remove(host);
    return host.stop();
  }

  private static TransitionBuilder transition(SeedState to, Seed... seeds) {
    TransitionBuilder builder = Fixtures.transition(LAYER, to);
    for (Seed seed : seeds) {
      builder.of(new SeedTarget(seed.id(), seed.revision()));
    }
    return builder;
  }

  @Test
  void appliesAndAcknowledgesACommand() {
    HostProcess host = start();
    LayerRuntime layer = host.layers().get(0);

    job.command(
        LAYER,
        transition(SeedState.GERMINATED, layer.seeds().seed(1), layer.seeds().seed(2)).build());
    CommandResult result = job.awaitAcknowledgements(LAYER, 1).get(0);

    assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(result.seeds()).hasSize(2);
    assertThat(layer.seeds().seed(1).state()).isEqualTo(SeedState.GERMINATED);
    assertThat(kernel.seed(2)).isEqualTo(layer.seeds().seed(2));
    assertThat(stop(host)).isTrue();
    List<Message> messages = job.messages(NAMES.inbound(LAYER));
    assertThat(messages.get(0)).isInstanceOf(ServiceAnnouncement.class);
    assertThat(messages).filteredOn(StateTransitionEvent.class::isInstance).hasSize(2);
    Heartbeat goodbye = (Heartbeat) messages.get(messages.size() - 1);
    assertThat(goodbye.status()).isEqualTo("stopping");
    assertThat(host.counts().sent()).isEqualTo(messages.size());
    assertThat(host.counts().acknowledgements()).isEqualTo(1);
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.hgetAll(NAMES.layers())).containsEntry(LAYER, NAMES.inbound(LAYER));
    }
  }

  @Test
  void goesOnFromItsStoreAfterARestart() {
    HostProcess first = start();
    Command command =
        transition(SeedState.GERMINATED, first.layers().get(0).seeds().seed(1)).build();
    job.append(NAMES.control(LAYER), LAYER, Fixtures.epochStarted(LAYER, 1));
    job.command(LAYER, command);
    job.awaitOutcomes(LAYER, 1);
    Revision revision = first.layers().get(0).seeds().seed(1).revision();
    stop(first);
    job.command(LAYER, command);

    HostProcess second = start();

    assertThat(job.awaitOutcomes(LAYER, 2)).containsExactly(Outcome.APPLIED, Outcome.DUPLICATE);
    Seed seed = second.layers().get(0).seeds().seed(1);
    assertThat(seed.revision()).isEqualTo(revision);
    assertThat(seed.state()).isEqualTo(SeedState.GERMINATED);
    job.append(NAMES.control(LAYER), LAYER, Fixtures.epochStarted(LAYER, 9));
    job.command(LAYER, transition(SeedState.TRAINING, seed).build());
    assertThat(job.awaitOutcomes(LAYER, 3)).last().isEqualTo(Outcome.STALE_EPOCH);
    assertThat(stop(second)).isTrue();
  }

  @Test
  void refusesWhatWasDecidedOnAnEarlierLifeWithoutAStore() {
    HostProcess first = start(HostStores.none());
    Command command =
        transition(SeedState.GERMINATED, first.layers().get(0).seeds().seed(1)).build();
    job.command(LAYER, command);
    job.awaitOutcomes(LAYER, 1);
    stop(first);

    HostProcess second = start(HostStores.none());

    assertThat(job.awaitOutcomes(LAYER, 2))
        .containsExactly(Outcome.APPLIED, Outcome.STALE_REVISION);
    assertThat(second.layers().get(0).seeds().seed(1).state()).isEqualTo(SeedState.DORMANT);
  }

  @Test
  void stopsSeedsInAnEmergencyAndKeepsOldStopsFromNewLayers() {
    job.append(NAMES.emergency(), LAYER, Fixtures.emergencyStop(null).id("before").build());
    HostProcess host = start();
    LayerRuntime layer = host.layers().get(0);
    job.command(LAYER, transition(SeedState.GERMINATED, layer.seeds().seed(0)).build());
    job.awaitOutcomes(LAYER, 1);

    job.append(NAMES.emergency(), "other", Fixtures.emergencyStop("other").build());
    job.append(NAMES.emergency(), LAYER, Fixtures.emergencyStop(null).id("now").build());
    List<CommandResult> results = job.awaitAcknowledgements(LAYER, 2);

    assertThat(results.get(1).commandId()).isEqualTo("now");
    assertThat(layer.seeds().seed(0).state()).isEqualTo(SeedState.CANCELLED);
    layer.onTrainingEpoch();
    assertThat(layer.seeds().seed(0).state()).isEqualTo(SeedState.DORMANT);
    assertThat(layer.seeds().seed(0).revision().number()).isEqualTo(3);
    stop(host);
    assertThat(job.acknowledgements(LAYER)).hasSize(2);
    assertThat(job.messages(NAMES.inbound(LAYER)))
        .filteredOn(StateTransitionEvent.class::isInstance)
        .hasSize(3);
  }

  @Test
  void makesAStopForALayerThatNoHostHasADeadLetterOnce() {
    start();
    HostProcess other =
        new HostProcess(
            HostOptions.of("host-2", List.of("layer-2"), 4),
            redis.endpoint(),
            HostStores.none(),
            layerId -> kernel);
    running.add(other);
    other.start();
    job.append(NAMES.emergency(), "nobody", Fixtures.emergencyStop("nobody").id("lost").build());
    try (Jedis jedis = redis.client()) {
      jedis.hset(NAMES.layers(), "elsewhere", "some stream");
    }
    job.append(
        NAMES.emergency(), "elsewhere", Fixtures.emergencyStop("elsewhere").id("theirs").build());
    job.append(NAMES.emergency(), LAYER, Fixtures.emergencyStop(null).id("now").build());

    job.awaitAcknowledgements(LAYER, 1);
    Await.until(
        "it is told", Duration.ofSeconds(20), () -> !job.messages(NAMES.deadLetters()).isEmpty());
    stop(other);

    assertThat(job.messages(NAMES.deadLetters()))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(((DeadLetter) letter).reason()).isEqualTo("unknown_layer");
              assertThat(letter.header().correlationId()).isEqualTo("lost");
              assertThat(((DeadLetter) letter).detail()).contains("names layer nobody");
            });
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.keys(NAMES.unclaimedStop("*")))
          .hasSize(1)
          .allMatch(key -> jedis.ttl(key) > 0);
    }
  }

  @Test
  void rollsBackSeedsWhoseWeightsDidNotSurvive() {
    HostProcess first = start();
    LayerRuntime layer = first.layers().get(0);
    job.command(LAYER, transition(SeedState.GERMINATED, layer.seeds().seed(0)).build());
    job.awaitOutcomes(LAYER, 1);
    job.command(LAYER, transition(SeedState.TRAINING, layer.seeds().seed(0)).build());
    job.awaitOutcomes(LAYER, 2);
    layer.onTrainingEpoch();
    layer.onTrainingEpoch();
    kernel.measure(0, "reconstruction_loss", 0.001);
    job.command(LAYER, transition(SeedState.GRAFTING, layer.seeds().seed(0)).build());
    assertThat(job.awaitOutcomes(LAYER, 3)).containsOnly(Outcome.APPLIED);
    assertThat(layer.seeds().seed(0).blueprintId()).isEqualTo("bp-0");
    stop(first);

    HostProcess second = start();
    assertThat(second.layers().get(0).seeds().seed(0).state()).isEqualTo(SeedState.GRAFTING);
    stop(second);
    kernel.forgetWeights();
    HostProcess third = start();

    Seed seed = third.layers().get(0).seeds().seed(0);
    assertThat(seed.state()).isEqualTo(SeedState.ROLLED_BACK);
    assertThat(seed.blueprintId()).isNull();
    assertThat(kernel.seed(0)).isEqualTo(seed);
  }

  @Test
  void answersWhatItCannotReadByNameAndReportsItAsADeadLetter() {
    HostProcess host = start();
    Map<byte[], byte[]> fields = new JedisByteHashMap();
    fields.put(bytes("type"), bytes("LifecycleTransitionCommand"));
    fields.put(bytes("encoding"), bytes("json"));
    fields.put(
        bytes("data"),
        bytes(
            "{\"message_id\":\"bad-1\",\"target_state\":\"NIRVANA\",\"fence\":{\"job_epoch\":3}}"));
    job.append(NAMES.control(LAYER), fields);
    fields.put(bytes("data"), bytes("{".repeat(1000)));
    String second = job.append(NAMES.control(LAYER), fields);
    Seed seed = host.layers().get(0).seeds().seed(3);
    job.command(LAYER, transition(SeedState.GERMINATED, seed).build());

    List<CommandResult> results = job.awaitAcknowledgements(LAYER, 3);

    assertThat(results.get(0).commandId()).isEqualTo("bad-1");
    assertThat(results.get(0).jobEpoch()).isEqualTo(3);
    assertThat(results.get(0).outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(results.get(1).commandId()).isEqualTo("unnamed-" + second + "-0");
    assertThat(results.get(1).outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(results.get(2).outcome()).isEqualTo(Outcome.APPLIED);
    stop(host);
    List<Message> dead = job.messages(NAMES.deadLetters());
    assertThat(dead).hasSize(2).allMatch(DeadLetter.class::isInstance);
    DeadLetter last = (DeadLetter) dead.get(1);
    assertThat(last.entryId()).isEqualTo(second);
    assertThat(last.stream()).isEqualTo(NAMES.control(LAYER));
    assertThat(last.fields()).containsKey("data");
    assertThat(host.counts().sent()).isEqualTo(job.messages(NAMES.inbound(LAYER)).size());
  }

  @Test
  void reportsOnlyWhatWasMeasuredInThePresentState() {
    HostProcess host = start();
    LayerRuntime layer = host.layers().get(0);
    List<SeedState> states =
        List.of(SeedState.DORMANT, SeedState.TRAINING, SeedState.DORMANT, SeedState.DORMANT);

    layer.report(
        new LayerMeasurement(
            states, List.of(MetricColumn.of("loss", 1, 2, 3, 4)), Map.of("accuracy", 0.5)));
    stop(host);

    LayerHealthReport report =
        (LayerHealthReport)
            job.messages(NAMES.inbound(LAYER)).stream()
                .filter(LayerHealthReport.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertThat(report.totalSeeds()).isEqualTo(4);
    assertThat(report.layerMetrics()).containsEntry("accuracy", 0.5);
    assertThat(report.performanceSummary()).containsEntry("loss_max", 4.0);
    assertThat(report.seeds().metricsOf(0).measured("loss")).hasValue(1);
    assertThat(report.seeds().metricsOf(1).measured("loss")).isEmpty();
    assertThat(report.seeds().revision(0)).isEqualTo(layer.seeds().seed(0).revision());
  }

  @Test
  void tellsOfAnActiveSeedInDetailBesideAReport() {
    HostProcess host = start();
    LayerRuntime layer = host.layers().get(0);
    job.command(LAYER, transition(SeedState.GERMINATED, layer.seeds().seed(2)).build());
    Await.until(
        "it is in force", SOON, () -> layer.seeds().seed(2).state() == SeedState.GERMINATED);

    layer.report(
        new LayerMeasurement(Collections.nCopies(4, SeedState.DORMANT), List.of(), Map.of()));
    stop(host);

    assertThat(job.messages(NAMES.inbound(LAYER)))
        .filteredOn(SeedMetricsSnapshot.class::isInstance)
        .singleElement(type(SeedMetricsSnapshot.class))
        .satisfies(snapshot -> assertThat(snapshot.seedId()).isEqualTo(2))
        .satisfies(snapshot -> assertThat(snapshot.lifecycleState()).isEqualTo("GERMINATED"));
  }

  @Test
  void goesOnAndCatchesUpWhenRedisComesBack() {
    HostProcess host = start();
    LayerRuntime layer = host.layers().get(0);
    job.command(LAYER, transition(SeedState.GERMINATED, layer.seeds().seed(0)).build());
    job.awaitOutcomes(LAYER, 1);
    redis.kill();
    layer.onTrainingEpoch();
    redis.start();
    job.command(LAYER, transition(SeedState.TRAINING, layer.seeds().seed(0)).build());

    assertThat(job.awaitOutcomes(LAYER, 2)).containsOnly(Outcome.APPLIED);
    Await.until("it is in force", SOON, () -> layer.seeds().seed(0).state() == SeedState.TRAINING);
    stop(host);
    assertThat(host.counts().sent()).isEqualTo(job.messages(NAMES.inbound(LAYER)).size());
  }

  @Test
  void keepsASecondHostAndAnotherShapeAwayFromItsStore() {
    HostProcess host = start();

    assertThatThrownBy(this::start)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("in use by another host");
    stop(host);
    HostStores stores = HostStores.in(store, StoreOptions.DEFAULTS);
    HostOptions other = HostOptions.of("host-1", List.of(LAYER), 5).withNames(NAMES);
    assertThatThrownBy(() -> new HostProcess(other, redis.endpoint(), stores, id -> kernel))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("start it with --seeds 4");
    stores.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void isTheIdentityAndSaysSoWhenOneOfItsThreadsBreaksOff() {
    HostProcess host = start();
    LayerRuntime layer = host.layers().get(0);
    kernel.breakBy(new OutOfMemoryError("none left"));

    job.command(LAYER, transition(SeedState.GERMINATED, layer.seeds().seed(1)).build());

    Await.until("it is the identity", SOON, kernel::isDisabled);
    assertThat(layer.isBroken()).isTrue();
    assertThat(layer.failures()).isEqualTo(1);
    assertThat(stop(host)).as("the publisher is there still").isTrue();
  }
}
