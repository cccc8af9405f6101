package io.tamiyo.host;

import static io.tamiyo.host.TestingLoop.LAYER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.CheckpointEvent;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.checkpoint.CheckpointDirectory;
import io.tamiyo.host.checkpoint.CheckpointStore;
import io.tamiyo.host.checkpoint.LayerCheckpoint;
import io.tamiyo.host.checkpoint.LiveFile;
import io.tamiyo.host.checkpoint.LiveWeights;
import io.tamiyo.host.layer.TestingJob;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.seeds.BlueprintTrial;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.store.StoreFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.exceptions.JedisException;

/** Checkpoints of a host, and going back to them. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class RewindTest {

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path store;

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private TestingLoop loop;

  @BeforeEach
  void begin() {
    loop = start();
  }

  @AfterEach
  void end() {
    loop.close();
    job.close();
  }

  private TestingLoop start() {
    return new TestingLoop(
        TestingLoop.host("redis://127.0.0.1:" + redis.port()).store(store).metricsPort(0).open(),
        job);
  }

  @Test
  void putsSeedsAndWeightsBackBitForBitAsAnotherLife() {
    loop.take(0, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    loop.take(1, SeedState.GERMINATED, SeedState.TRAINING);
    loop.steps(60);
    float[] output = loop.output();
    List<LiveWeights> live = loop.live();
    String id = checkpoint();
    LayerCheckpoint written = written(id);
    SeedTable seeds = written.seeds();
    assertThat(written.live()).isEqualTo(live).hasSize(2);
    Command stale = loop.command(2, SeedState.GERMINATED);
    loop.until("it is applied", () -> loop.seed(2).state() == SeedState.GERMINATED);
    loop.take(1, SeedState.GRAFTING);
    loop.take(0, SeedState.ROLLED_BACK);
    loop.steps(40);
    assertThat(loop.output()).isNotEqualTo(output);
    int answers = job.awaitAcknowledgements(LAYER, 8).size();

    loop.host().restore(id);

    SeedTable restored = loop.host().seeds().get(0);
    assertThat(restored.hostEpoch()).isGreaterThan(seeds.hostEpoch());
    assertThat(restored).isEqualTo(seeds.rewound(restored.hostEpoch()));
    assertThat(loop.output()).isEqualTo(output);
    assertThat(learned(loop.live())).isEqualTo(learned(live));
    job.append(NAMES.control(LAYER), LAYER, stale, loop.command(3, SeedState.GERMINATED));
    loop.take(2, SeedState.GERMINATED);
    loop.take(0, SeedState.STABILIZATION);
    assertThat(loop.seed(2).revision()).isEqualTo(new Revision(restored.hostEpoch(), 1));
    List<CommandResult> since = job.awaitAcknowledgements(LAYER, answers + 5);
    assertThat(since.subList(answers, since.size()))
        .extracting(CommandResult::outcome)
        .containsExactly(
            Outcome.APPLIED,
            Outcome.DUPLICATE,
            Outcome.DUPLICATE,
            Outcome.APPLIED,
            Outcome.APPLIED);
  }

  @Test
  void refusesWhatWasDecidedOnTheLifeBefore() {
    String id = checkpoint();
    Seed before = loop.seed(1);
    loop.host().restore(id);

    job.append(NAMES.control(LAYER), LAYER, TestingLoop.transition(before, SeedState.GERMINATED));

    assertThat(job.awaitOutcomes(LAYER, 1)).containsExactly(Outcome.STALE_REVISION);
    assertThat(job.acknowledgements(LAYER).get(0).seeds().get(0).revision())
        .isEqualTo(loop.seed(1).revision());
    assertThat(loop.seed(1).state()).isEqualTo(SeedState.DORMANT);
  }

  @Test
  void announcesTheNewLifeAsABirthAndReportsItAtOnce() {
    String id = checkpoint();
    loop.host().restore(id);
    long epoch = loop.host().seeds().get(0).hostEpoch();

    loop.until(
        "it reports the new life",
        () ->
            sent(LayerHealthReport.class).stream()
                .anyMatch(report -> report.seeds().hostEpoch() == epoch));

    assertThat(sent(ServiceAnnouncement.class))
        .extracting(announcement -> announcement.header().messageId())
        .hasSize(2)
        .last()
        .isEqualTo("announcement-encoder.0-" + epoch);
    assertThat(sent(ServiceAnnouncement.class))
        .last()
        .satisfies(
            announcement -> {
              assertThat(announcement.header().metadata().toString())
                  .isEqualTo("{host_epoch=%d}".formatted(epoch));
              assertThat(announcement.endpoints())
                  .containsEntry("metrics", loop.host().metrics().orElseThrow().toString());
              assertThat(announcement.healthCheckEndpoint()).endsWith("/health");
            });
    assertThat(sent(CheckpointEvent.class))
        .extracting(CheckpointEvent::operation)
        .containsExactly("saved", "restored");
    assertThat(sent(CheckpointEvent.class))
        .allMatch(event -> event.checkpointId().equals(id) && event.checkpointSizeBytes() > 0);
  }

  @Test
  void goesBackWithTrainingThatResumesInANewProcess() {
    loop.take(0, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    loop.steps(60);
    float[] output = loop.output();
    String id = checkpoint();
    SeedTable seeds = written(id).seeds();
    loop.take(0, SeedState.STABILIZATION);
    loop.steps(60);
    loop.close();

    loop = start();
    assertThat(loop.seed(0).state()).isEqualTo(SeedState.STABILIZATION);
    assertThat(loop.host().checkpoints()).containsExactly(id);
    loop.host().restore(id);

    assertThat(loop.host().seeds().get(0))
        .isEqualTo(seeds.rewound(loop.host().seeds().get(0).hostEpoch()));
    assertThat(loop.output()).isEqualTo(output);
    SeedTable restored = loop.host().seeds().get(0);
    loop.close();
    loop = start();
    assertThat(loop.host().seeds().get(0)).isEqualTo(restored);
    assertThat(loop.output()).isEqualTo(output);
  }

  @Test
  void goesOnWithWhatAGraftHasLearnedAfterARestart() {
    loop.take(0, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    float[] grafted = loop.output();
    loop.steps(60);
    loop.take(0, SeedState.STABILIZATION);
    assertThat(loop.output()).isNotEqualTo(grafted);
    loop.close();

    loop = start();

    assertThat(loop.seed(0).state()).isEqualTo(SeedState.STABILIZATION);
    assertThat(loop.output()).isNotEqualTo(grafted);
    assertThat(loop.layer().inForce().isIdentity()).isFalse();
  }

  @Test
  void restoresOnARollbackWhatWasBeforeTheGraftBitForBit() {
    float[] before = loop.output();
    loop.take(0, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    String grafted = String.valueOf(loop.seed(0).blueprintId());
    loop.steps(60);
    assertThat(loop.output()).isNotEqualTo(before);

    loop.take(0, SeedState.ROLLED_BACK);

    assertThat(loop.output()).isEqualTo(before);
    assertThat(loop.layer().inForce().isIdentity()).isTrue();
    assertThat(loop.seed(0).blueprintId()).isEqualTo(grafted);
    assertThat(loop.blueprint(0).id()).isEqualTo(grafted);
  }

  @Test
  void stillAsksABlueprintForItsProofAfterGoingBack() {
    Seed seed = loop.seed(0);
    job.append(
        NAMES.control(LAYER),
        LAYER,
        Fixtures.blueprint(LAYER, 0, "scale")
            .of(new SeedTarget(0, seed.revision()))
            .proving("accuracy", 1.5)
            .build());
    loop.until("it is applied", () -> loop.seed(0).trial() != null);
    String id = checkpoint();
    loop.take(0, SeedState.GERMINATED, SeedState.CANCELLED);
    assertThat(loop.seed(0).trial()).isNull();

    loop.host().restore(id);

    assertThat(loop.seed(0).trial()).isEqualTo(new BlueprintTrial(Map.of("accuracy", 1.5), true));
    loop.take(0, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    loop.take(0, SeedState.STABILIZATION, SeedState.EVALUATING);
    loop.until("it is judged", () -> loop.seed(0).state() == SeedState.ROLLED_BACK);
  }

  @Test
  void saysWhyItCannotGoBackAndStaysWhereItIs() {
    String id = checkpoint();
    long epoch = loop.host().seeds().get(0).hostEpoch();
    assertThatThrownBy(() -> loop.host().restore("cp-0"))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("cp-0; there are [" + id + "]");
    redis.kill();
    assertThatThrownBy(() -> loop.host().restore(id)).isInstanceOf(JedisException.class);
    redis.start();

    assertThat(loop.host().seeds().get(0).hostEpoch()).isEqualTo(epoch);
    loop.take(0, SeedState.GERMINATED);
  }

  private String checkpoint() {
    String id = loop.host().checkpoint();
    loop.until("it is written", () -> loop.host().checkpoints().contains(id));
    return id;
  }

  private LayerCheckpoint written(String id) {
    CheckpointStore files =
        new CheckpointDirectory(store.resolve("checkpoints"), CheckpointStore.KEPT, false);
    return Objects.requireNonNull(files.get(id).get(LAYER));
  }

  private static List<LiveWeights> learned(List<LiveWeights> live) {
    Revision none = new Revision(0, 0);
    return live.stream()
        .map(
            weights ->
                new LiveWeights(weights.seedId(), none, weights.blueprint(), weights.alpha()))
        .toList();
  }

  private <T extends Message> List<T> sent(Class<T> kind) {
    return job.messages(NAMES.inbound(LAYER)).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Test
  void namesACheckpointAfterAllThatAreThereThoughTheClockWasSetBack() {
    String last = "cp-" + (System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1));
    String id = checkpoint();
    loop.close();
    new CheckpointDirectory(store.resolve("checkpoints"), CheckpointStore.KEPT, false)
        .put(last, Map.of(LAYER, written(id)));
    loop = start();

    String next = checkpoint();

    assertThat(loop.host().checkpoints()).containsExactly(id, last, next);
  }

  @Test
  void writesTheLiveWeightsOfAGraftThatBeginsWithACheckpoint() throws Exception {
    loop.take(0, SeedState.GERMINATED, SeedState.TRAINING);
    Path live = store.resolve("live").resolve(LAYER);
    loop.command(0, SeedState.GRAFTING);
    Await.until("it is applied", SOON, () -> loop.seed(0).state() == SeedState.GRAFTING);
    Revision grafted = loop.seed(0).revision();

    checkpointWithoutAStep();
    loop.close();

    assertThat(new LiveFile(live, false).read()).extracting(LiveWeights::origin).contains(grafted);
  }

  private void checkpointWithoutAStep() {
    String id = loop.host().checkpoint();
    Await.until("it is written", SOON, () -> loop.host().checkpoints().contains(id));
  }

  @Test
  void forgetsWeightsThatNobodyNamesAndKeepsThoseOfItsGrafts() throws Exception {
    loop.take(0, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    Path weights = store.resolve("weights");
    Path grafted = weights.resolve(String.valueOf(loop.seed(0).blueprintId()));
    loop.close();
    Path old = Files.copy(grafted, weights.resolve("old"));
    loop = start();

    loop.until("it is gone", () -> Files.notExists(old));
    loop.steps(200);

    assertThat(grafted).exists();
    loop.close();
    loop = start();
    assertThat(loop.seed(0).state()).isEqualTo(SeedState.GRAFTING);
  }
}
