package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.checkpoint.LayerCheckpoint;
import io.tamiyo.host.commands.HostAddresses;
import io.tamiyo.host.commands.LayerProtocol;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.commands.LogPlace;
import io.tamiyo.host.control.LogEntry;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.TestingLayerStore;
import io.tamiyo.host.telemetry.ProducerIdentity;
import io.tamiyo.host.telemetry.Publisher;
import io.tamiyo.host.telemetry.PublisherOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A layer over a store that can be told to fail. */
class LayerRuntimeTest {

  private static final String LAYER = "layer-1";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final StreamNames NAMES = StreamNames.unnamed();

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final TestingKernel kernel = new TestingKernel();
  private final TestingLayerStore store = new TestingLayerStore(40);
  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final Publisher publisher =
      new Publisher(
          redis.endpoint(),
          new ProducerIdentity("host-1", 1),
          writer,
          PublisherOptions.DEFAULTS,
          Optional.empty(),
          InstantSource.system(),
          connected -> {});
  private final AtomicBoolean isAway = new AtomicBoolean();
  private final Map<String, byte[]> payloads = new HashMap<>();
  private final ClaimCheckStore checks = new Checks();
  private int entries;

  /** Claim checks in memory that can be away. */
  private final class Checks implements ClaimCheckStore {

    @Override
    public void put(String id, byte[] payload) {
      payloads.put(id, payload);
    }

    @Override
    public Optional<byte[]> get(String id, int maxBytes) {
      if (isAway.get()) {
        throw new ClaimCheckOutage("loading", new IllegalStateException());
      }
      return Optional.ofNullable(payloads.get(id));
    }
  }

  @BeforeEach
  void start() {
    store.begin(LayerSnapshot.born(LAYER, Fixtures.HOST_EPOCH, 4, "0-0"));
    publisher.start();
  }

  @AfterEach
  void end() {
    publisher.finish(SOON);
    writer.close();
    job.close();
  }

  private LayerRuntime runtime() {
    LayerContext context =
        new LayerContext(
            "host-1",
            new LayerProtocol(LifecycleRules.DEFAULTS),
            new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), checks),
            publisher,
            InstantSource.system(),
            2,
            () -> HostAddresses.NONE);
    LayerState state = store.recover().orElseThrow();
    LayerRuntime layer =
        new LayerRuntime(
            context, store, state, kernel, LayerChannels.of(NAMES, LAYER, NAMES.inbound(LAYER)));
    layer.begin();
    return layer;
  }

  private LogEntry entry(Message message) {
    EntryHeader place =
        new EntryHeader(MessageTypes.nameOf(message), LAYER, null, 0, 0, 1, null, null);
    return new LogEntry(
        NAMES.control(LAYER), ++entries + "-0", writer.write(place, List.of(message)));
  }

  private void take(LayerRuntime layer, Message... messages) {
    layer.onEntries(LogPlace.Log.CONTROL, List.of(messages).stream().map(this::entry).toList());
  }

  private static Command transition(LayerRuntime layer, int seed, SeedState to) {
    return Fixtures.transition(LAYER, to)
        .of(new SeedTarget(seed, layer.seeds().seed(seed).revision()))
        .build();
  }

  @Test
  void answersFailedAndChangesNothingWhenTheStoreIsFull() {
    LayerRuntime layer = runtime();
    Command command = transition(layer, 1, SeedState.GERMINATED);
    store.failAppends(1);

    take(layer, command);

    CommandResult failed = job.awaitAcknowledgements(LAYER, 1).get(0);
    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.error()).contains("no space left");
    assertThat(failed.seeds().get(0).state()).isEqualTo(SeedState.DORMANT);
    assertThat(layer.seeds().seed(1).state()).isEqualTo(SeedState.DORMANT);
    assertThat(kernel.seed(1)).isEqualTo(layer.seeds().seed(1));
    take(layer, command);
    assertThat(job.awaitOutcomes(LAYER, 2)).containsExactly(Outcome.FAILED, Outcome.APPLIED);
    assertThat(layer.position(LogPlace.Log.CONTROL)).isEqualTo("2-0");
  }

  @Test
  void holdsAMarkerThatItCouldNotWrite() {
    LayerRuntime layer = runtime();
    store.failAppends(1);

    take(layer, Fixtures.epochStarted(LAYER, 5), transition(layer, 1, SeedState.GERMINATED));

    assertThat(job.awaitOutcomes(LAYER, 1)).containsExactly(Outcome.STALE_EPOCH);
  }

  @Test
  void decidesEachEntryOfAGroupOnWhatItsPredecessorsLeft() {
    LayerRuntime layer = runtime();
    Command first = transition(layer, 0, SeedState.GERMINATED);
    Command second = Fixtures.transition(LAYER, SeedState.TRAINING).of(0, 1).build();

    take(layer, first, first, second);

    assertThat(job.awaitOutcomes(LAYER, 3))
        .containsExactly(Outcome.APPLIED, Outcome.DUPLICATE, Outcome.APPLIED);
    assertThat(kernel.seed(0)).isEqualTo(layer.seeds().seed(0));
    Await.until("all is marked", SOON, () -> store.recover().orElseThrow().unpublished().isEmpty());
  }

  @Test
  void publishesAgainWhatAnEarlierLifeDidNotSeeConfirmed() {
    LayerProtocol protocol = new LayerProtocol(LifecycleRules.DEFAULTS);
    LayerState state = store.recover().orElseThrow();
    Command command = Fixtures.transition(LAYER, SeedState.GERMINATED).of(2, 0).build();
    LayerRecord settled = protocol.settle(state, LogPlace.control("1-0"), command, kernel, 1, 1);
    store.append(settled);

    LayerRuntime layer = runtime();

    assertThat(job.awaitOutcomes(LAYER, 1)).containsExactly(Outcome.APPLIED);
    assertThat(layer.seeds().seed(2).state()).isEqualTo(SeedState.GERMINATED);
    Await.until("it is marked", SOON, () -> store.recover().orElseThrow().unpublished().isEmpty());
  }

  @Test
  void compactsItsRecordsWithoutForgettingAnything() {
    LayerRuntime layer = runtime();
    Command first = transition(layer, 0, SeedState.GERMINATED);
    take(layer, first);
    for (int i = 0; i < 100; i++) {
      take(layer, Fixtures.epochStarted(LAYER, 1));
    }

    assertThat(store.records()).hasSizeLessThan(60);
    take(layer, first);
    assertThat(job.awaitOutcomes(LAYER, 2)).containsExactly(Outcome.APPLIED, Outcome.DUPLICATE);
    assertThat(store.recover().orElseThrow().seeds()).isEqualTo(layer.seeds());
  }

  private LayerCheckpoint checkpoint(LayerRuntime layer) {
    LayerPoint point = layer.point();
    return new LayerCheckpoint(8, 0, point.recordNumber(), point.seeds(), List.of(), Map.of());
  }

  @Test
  void isTheIdentityWhenItIsInDoubtWhetherItWasPutBack() {
    LayerRuntime layer = runtime();
    LayerCheckpoint checkpoint = checkpoint(layer);
    store.failCommits();

    assertThatThrownBy(() -> layer.rewind("cp-1", checkpoint, Fixtures.HOST_EPOCH + 1, 10))
        .hasMessage("the disk is gone");

    assertThat(layer.isBroken()).isTrue();
    assertThat(kernel.isDisabled()).isTrue();
    assertThat(layer.failures()).isEqualTo(1);
    assertThatThrownBy(() -> layer.rewind("cp-1", checkpoint, Fixtures.HOST_EPOCH + 2, 10))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("start the host again");
    assertThat(store.records()).as("of the first attempt").hasSize(1);
  }

  @Test
  void goesOnAsItWasWhenItCannotBeWrittenThatItIsPutBack() {
    LayerRuntime layer = runtime();
    store.failAppends(1);

    assertThatThrownBy(() -> layer.rewind("cp-1", checkpoint(layer), Fixtures.HOST_EPOCH + 1, 10))
        .hasMessage("no space left on device");

    assertThat(layer.isBroken()).isFalse();
    assertThat(layer.seeds().hostEpoch()).isEqualTo(Fixtures.HOST_EPOCH);
    take(layer, transition(layer, 1, SeedState.GERMINATED));
    assertThat(job.awaitOutcomes(LAYER, 1)).containsExactly(Outcome.APPLIED);
  }

  @Test
  void settlesNothingWhileAClaimCheckIsAwayAndAllOfItThen() {
    LayerRuntime layer = runtime();
    Command first = transition(layer, 0, SeedState.GERMINATED);
    Command second = transition(layer, 1, SeedState.GERMINATED);
    EntryHeader place =
        new EntryHeader(MessageTypes.nameOf(second), LAYER, null, 0, 0, 1, null, null);
    LogEntry large;
    try (NativeWriter checking =
        new NativeWriter(WireLimits.DEFAULTS.withMaxMessageSize(10), checks)) {
      large = new LogEntry(NAMES.control(LAYER), "2-0", checking.write(place, List.of(second)));
    }
    assertThat(payloads).as("it is large enough").hasSize(1);
    List<LogEntry> both = List.of(entry(first), large);
    isAway.set(true);

    assertThatThrownBy(() -> layer.onEntries(LogPlace.Log.CONTROL, both))
        .isInstanceOf(ClaimCheckOutage.class);
    assertThat(layer.isBroken()).isFalse();
    assertThat(layer.seeds().seed(0).state()).isEqualTo(SeedState.DORMANT);
    isAway.set(false);
    layer.onEntries(LogPlace.Log.CONTROL, both);

    assertThat(job.awaitOutcomes(LAYER, 2)).containsExactly(Outcome.APPLIED, Outcome.APPLIED);
  }
}
