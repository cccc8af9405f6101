package io.tamiyo.host.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.seeds.Seed;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replica whose training a test leads step by step. Killed, it loses what it had in force, but
 * not the step that it had come to, which a checkpoint of the network keeps.
 */
public final class TestingRank implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final RedisEndpoint redis;
  private final String layerId;
  private final int rank;
  private final Map<Integer, Seed> inForce = new TreeMap<>();
  private final Map<String, Long> steps = new TreeMap<>();
  private ReplicaRank replica;
  private long step;

  /** A replica that has heard how the seeds are. */
  public TestingRank(RedisEndpoint redis, String layerId, int rank) {
    this.redis = redis;
    this.layerId = layerId;
    this.rank = rank;
    this.replica = started();
    awaitSeeds();
  }

  private void awaitSeeds() {
    assertThat(replica.awaitSeeds(SOON)).as("rank %d hears how the seeds are", rank).isTrue();
  }

  private ReplicaRank started() {
    ReplicaRank started =
        new ReplicaRank(
            redis, StreamNames.unnamed(), layerId, rank, (seed, weights) -> () -> apply(seed));
    started.start();
    return started;
  }

  private void apply(Seed seed) {
    inForce.put(seed.id(), seed);
    steps.putIfAbsent("seed %d at %s".formatted(seed.id(), seed.revision()), step);
  }

  /** Trains up to a step. */
  public void trainTo(long last) {
    while (step < last) {
      step++;
      replica.begin(step);
    }
  }

  /** The step that it has come to. */
  public long step() {
    return step;
  }

  /** Waits until it has heard of an update. */
  public void awaitUpdate(long number) {
    Await.until(
        "rank %d hears of update %d".formatted(rank, number),
        SOON,
        () -> replica.heard() >= number);
  }

  /** Ends without a word, and begins again where it was in training. */
  public void restart() {
    restartAlone();
    awaitSeeds();
  }

  /** The same while nobody answers. */
  public void restartAlone() {
    replica.close();
    inForce.clear();
    replica = started();
  }

  /** Ends; {@link #restart} begins it again. */
  public void away() {
    replica.close();
  }

  /** The seeds in force, by id. */
  public Map<Integer, Seed> inForce() {
    return inForce;
  }

  /** With which step each change of a seed was first put in force. */
  public Map<String, Long> steps() {
    return steps;
  }

  @Override
  public void close() {
    replica.close();
  }
}
