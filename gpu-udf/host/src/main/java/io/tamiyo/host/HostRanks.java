package io.tamiyo.host;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.replica.ReplicaRank;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.telemetry.PublisherCounts;
import io.tamiyo.host.training.TrainedKernel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replicas of this process, one of each layer; none for a host without replicas. */
final class HostRanks {

  /** The rank beside the host that decides. */
  static final int DECIDING = 0;

  private static final Logger LOG = LoggerFactory.getLogger(HostRanks.class);

  /** How long rank 0 may take to answer for all layers. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Walked by their places in what each step does: an iterator is memory. */
  private final List<ReplicaRank> ranks;

  private final AtomicLong failures = new AtomicLong();

  /**
   * The latest life of a layer that began with a checkpoint and that this rank had, in an earlier
   * life of its own too; lives of all layers rise together.
   */
  private long restored = -1;

  private HostRanks(List<ReplicaRank> ranks) {
    this.ranks = List.copyOf(ranks);
  }

  static HostRanks none() {
    return new HostRanks(List.of());
  }

  /**
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer or refuses
   */
  static HostRanks of(
      LayerHostBuilder builder, HostOptions options, Map<String, TrainedKernel> kernels, int rank) {
    StreamNames names = options.names();
    Deque<ReplicaRank> opened = new ArrayDeque<>();
    try {
      kernels.forEach(
          (layerId, kernel) ->
              opened.add(
                  new ReplicaRank(
                      builder.redis(),
                      names,
                      layerId,
                      rank,
                      rank == DECIDING ? kernel::readyHere : kernel)));
    } catch (RuntimeException refused) {
      opened.forEach(ReplicaRank::close);
      throw refused;
    }
    return new HostRanks(new ArrayList<>(opened));
  }

  /** Begins, and waits for what rank 0 tells; without it the layers pass their input through. */
  void start() {
    ranks.forEach(ReplicaRank::start);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (ReplicaRank rank : ranks) {
      if (!rank.awaitSeeds(until(deadline))) {
        LOG.warn(
            "layer {} begins without seeds: rank 0 has told nothing of them in {} s",
            rank.layerId(),
            PATIENCE.toSeconds());
      }
      restored = Math.max(restored, rank.foundLife());
    }
  }

  /** All layers share one deadline: rank 0 that is away is away for all of them. */
  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /** Asks for what is due with a step; never throws. */
  void begin(long step) {
    for (int place = 0; place < ranks.size(); place++) {
      try {
        ranks.get(place).begin(step);
      } catch (RuntimeException | LinkageError failure) {
        failures.incrementAndGet();
        LOG.error("layer {} could not follow", ranks.get(place).layerId(), failure);
      }
    }
  }

  /**
   * Waits until rank 0 has put all layers back to a checkpoint.
   *
   * @throws StoreFailure when it does not
   */
  void awaitCheckpoint(String id) {
    long latest = restored;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (ReplicaRank rank : ranks) {
      OptionalLong life = rank.awaitCheckpoint(id, restored, until(deadline));
      if (life.isEmpty()) {
        throw new StoreFailure(
            "rank 0 has not put layer %s back to checkpoint %s in %d s"
                .formatted(rank.layerId(), id, PATIENCE.toSeconds()));
      }
      latest = Math.max(latest, life.getAsLong());
    }
    restored = latest;
  }

  /** The seeds of a layer that are in force. */
  List<Seed> inForce(String layerId) {
    return ranks.stream()
        .filter(rank -> rank.layerId().equals(layerId))
        .flatMap(rank -> rank.inForce().stream())
        .toList();
  }

  /** The ids of all weights that are in force or wait. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    ranks.forEach(rank -> names.addAll(rank.names()));
    return names;
  }

  long failures() {
    return failures.get() + ranks.stream().mapToLong(ReplicaRank::failures).sum();
  }

  /** What all of them have sent. */
  PublisherCounts counts() {
    return ranks.stream()
        .map(ReplicaRank::counts)
        .reduce(new PublisherCounts(0, 0, 0, 0, 0), PublisherCounts::plus);
  }

  /**
   * Ends.
   *
   * @return whether Redis has every report
   */
  boolean close() {
    boolean finished = true;
    for (ReplicaRank rank : ranks) {
      finished &= rank.finish();
    }
    return finished;
  }
}
