package io.tamiyo.host.layer;

import static io.tamiyo.host.layer.HostUnderKill.LAYER;
import static io.tamiyo.host.layer.HostUnderKill.SEEDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.BlueprintEvent;
import io.tamiyo.contracts.message.BlueprintUpdateCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreDirectory;
import io.tamiyo.host.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * {@code kill -9} of a host in the midst of atomic batches. Each batch gives every seed the same
 * blueprint, so that half a batch would be seen; one in four has a last part that fails.
 *
 * <p>Kills so many times as {@code -Dtamiyo.kills=N} says, otherwise {@value #KILLS} times.
 */
class KilledBatchTest {

  private static final int KILLS = 3;
  private static final int BATCHES = 40;
  private static final int MOST_MILLIS = 60;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final StreamNames NAMES = StreamNames.unnamed();

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path store;

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final HostProcesses hosts = new HostProcesses(redis::port);
  private final Set<String> good = new LinkedHashSet<>();
  private final Set<String> bad = new LinkedHashSet<>();

  @AfterEach
  void killAll() {
    hosts.close();
    job.close();
  }

  @RandomSeeds
  void appliesBatchesOnceAndAsAWholeWhereverItIsKilled(long randomSeed)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(randomSeed);
    Process host = hosts.ready(store);
    long hostEpoch = hostEpoch();
    for (int kill = 0; kill < Integer.getInteger("tamiyo.kills", KILLS); kill++) {
      for (int sent = 0; sent < BATCHES; sent++) {
        send(hostEpoch, random);
      }
      host.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
      HostProcesses.kill(host);
      checkStore();
      host = hosts.ready(store);
    }

    Set<String> all = new HashSet<>(good);
    all.addAll(bad);
    Await.until("all are answered", SOON, () -> answered().containsAll(all));
    Await.until("all good ones are told of", SOON, () -> told().size() == good.size() * SEEDS);

    checkAnswers();
    HostProcesses.kill(host);
    assertThat(checkStore()).isEqualTo(good.size());
  }

  private void send(long hostEpoch, SplittableRandom random) {
    long revision = good.size();
    if (random.nextInt(4) == 0) {
      String id = "bad-" + bad.size();
      job.command(LAYER, batch(id, hostEpoch, revision, revision + 1));
      bad.add(id);
    }
    Command next = batch("good-" + revision, hostEpoch, revision, revision);
    job.command(LAYER, next);
    if (random.nextInt(4) == 0) {
      job.command(LAYER, next);
    }
    good.add(next.commandId());
  }

  /**
   * @param last the revision that the last part names
   */
  private static BatchCommand batch(String id, long hostEpoch, long revision, long last) {
    List<Command> parts = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      long named = seed == SEEDS - 1 ? last : revision;
      parts.add(part(id, seed, new Revision(hostEpoch, named)));
    }
    Header header = Header.of(id, 0, "test");
    Fence fence = new Fence(1, List.of());
    return new BatchCommand(
        header, parts, true, false, Priority.NORMAL, 3_600_000, LAYER, fence, "0-1");
  }

  private static Command part(String batch, int seed, Revision revision) {
    return new BlueprintUpdateCommand(
        Header.of(batch + "-" + seed, 0, "test"),
        LAYER,
        seed,
        batch,
        GraftingStrategy.GRADUAL,
        Map.of(),
        true,
        Map.of(),
        Priority.NORMAL,
        3_600_000,
        new Fence(1, List.of(new SeedTarget(seed, revision))),
        "0-1");
  }

  /** Every seed has what the same batch gave it; returns how many batches that were. */
  private long checkStore() {
    try (StoreDirectory directory = StoreDirectory.open(store, StoreOptions.DEFAULTS);
        LayerStore layer = directory.layer(LAYER)) {
      List<Seed> seeds = layer.recover().orElseThrow().seeds().seeds();
      long applied = seeds.get(0).revision().number();
      assertThat(seeds).allMatch(seed -> seed.revision().number() == applied);
      String blueprint = applied == 0 ? null : "good-" + (applied - 1);
      assertThat(seeds).extracting(Seed::blueprintId).containsOnly(blueprint);
      return applied;
    }
  }

  private Set<String> answered() {
    Set<String> ids = new HashSet<>();
    job.acknowledgements(LAYER).forEach(result -> ids.add(result.commandId()));
    return ids;
  }

  /** A batch is applied from one entry only; the bad ones never. */
  private void checkAnswers() {
    Map<String, String> appliedBy = new HashMap<>();
    for (CommandResult result : job.acknowledgements(LAYER)) {
      assertThat(result.success()).isEqualTo(good.contains(result.commandId()));
      if (result.outcome() == Outcome.APPLIED) {
        String messageId = result.header().messageId();
        assertThat(appliedBy.putIfAbsent(result.commandId(), messageId)).isIn(null, messageId);
      }
    }
    assertThat(appliedBy.keySet()).isEqualTo(good);
  }

  /** Every batch that was told of, with each seed that it changed. */
  private Set<String> told() {
    Set<String> told = new HashSet<>();
    job.messages(NAMES.inbound(LAYER)).stream()
        .filter(BlueprintEvent.class::isInstance)
        .map(BlueprintEvent.class::cast)
        .forEach(event -> told.add(event.blueprintId() + " of seed " + event.seedId()));
    return told;
  }

  private static long hostEpoch() {
    try (Jedis jedis = redis.client()) {
      return Long.parseLong(jedis.get(NAMES.hostEpoch()));
    }
  }
}
