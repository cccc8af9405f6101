package io.tamiyo.host.layer;

import io.tamiyo.host.seeds.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A kernel that measures what it is told to. */
final class TestingKernel implements LayerKernel {

  private final List<Seed> applied = new CopyOnWriteArrayList<>();
  private final Map<Integer, Map<String, Double>> measured = new ConcurrentHashMap<>();
  private volatile boolean disabled;
  private volatile @Nullable Error error;
  private final List<String> kept = new CopyOnWriteArrayList<>();

  void measure(int seedId, String metric, double value) {
    measured.put(seedId, Map.of(metric, value));
  }

  void forgetWeights() {
    kept.clear();
  }

  /** Every seed in the order in which it was put in force. */
  List<Seed> applied() {
    return applied;
  }

  /** A seed as it is in force, or null before the start. */
  @Nullable Seed seed(int seedId) {
    Seed last = null;
    for (Seed seed : applied) {
      last = seed.id() == seedId ? seed : last;
    }
    return last;
  }

  /** The next seed cannot be put in force for a reason that nobody foresees. */
  void breakBy(Error thrown) {
    error = thrown;
  }

  @Override
  public void apply(Seed seed) {
    Error thrown = error;
    if (thrown != null) {
      throw thrown;
    }
    applied.add(seed);
  }

  @Override
  public void disable(String why) {
    disabled = true;
  }

  /** Whether it is the identity for good. */
  boolean isDisabled() {
    return disabled;
  }

  @Override
  public void keepWeights(Seed seed) {
    kept.add(String.valueOf(seed.blueprintId()));
  }

  @Override
  public boolean hasWeights(Seed seed) {
    return kept.contains(String.valueOf(seed.blueprintId()));
  }

  @Override
  public Map<String, Double> measured(int seedId) {
    return measured.getOrDefault(seedId, Map.of());
  }

  @Override
  public Optional<String> learnedBlueprint(int seedId) {
    return Optional.of("bp-" + seedId);
  }
}
