package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.ring.FrameRing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Readings of a layer on their way from the training thread to a thread of the host. To write one
 * costs a few stores a seed, and neither memory, a lock nor a system call; what is slow, to make
 * maps and lists of it, the reader does.
 *
 * <p>A frame: training epoch (long), failures (long), marks (long) and values (double) of the
 * layer's metrics; then for each seed changes (long), epochs in state (int), code of the state
 * (int), alpha (double), marks (long) and values (double). Bit i of the marks says that the metric
 * of column i was measured: NaN is a measurement too. The weights are immutable and go by reference
 * beside it.
 */
final class ReadingFrames implements MetricSink {

  /**
   * What the reader found.
   *
   * @param changes by seed, how many changes it had taken when it was read
   */
  record Frame(
      long trainingEpoch,
      long failures,
      Map<String, Double> layerMetrics,
      List<SeedReading> seeds,
      long[] changes) {}

  private static final int FRAMES = 4;
  private static final SeedMetric[] SEED_METRICS = SeedMetric.values();
  private static final LayerMetric[] LAYER_METRICS = LayerMetric.values();

  private static final int FAILURES = Long.BYTES;
  private static final int LAYER_MARKS = FAILURES + Long.BYTES;
  private static final int LAYER_VALUES = LAYER_MARKS + Long.BYTES;
  private static final int HEAD = LAYER_VALUES + LAYER_METRICS.length * Double.BYTES;

  private static final int EPOCHS = Long.BYTES;
  private static final int STATE = EPOCHS + Integer.BYTES;
  private static final int ALPHA = STATE + Integer.BYTES;
  private static final int MARKS = ALPHA + Double.BYTES;
  private static final int VALUES = MARKS + Long.BYTES;
  private static final int ROW = VALUES + SEED_METRICS.length * Double.BYTES;

  private final int seeds;
  private final FrameRing ring;
  private final ByteBuffer memory;
  private final @Nullable Blueprint[][] blueprints;
  private int frame;
  private int row;

  ReadingFrames(int seeds) {
    this.seeds = seeds;
    ring = new FrameRing(FRAMES, Math.addExact(HEAD, Math.multiplyExact(ROW, seeds)));
    memory = ring.memory();
    blueprints = new Blueprint[FRAMES][seeds];
  }

  /** Begins a reading; false, and counted, if the reader is so far behind that none fits. */
  boolean begin(long trainingEpoch, long failures) {
    frame = ring.claim();
    if (frame == FrameRing.NONE) {
      return false;
    }
    int start = ring.start(frame);
    memory.putLong(start, trainingEpoch);
    memory.putLong(start + FAILURES, failures);
    memory.putLong(start + LAYER_MARKS, 0);
    return true;
  }

  void put(LayerMetric metric, double value) {
    int start = ring.start(frame);
    put(start + LAYER_MARKS, start + LAYER_VALUES, metric, value);
  }

  /** Goes on to a seed; its metrics follow. */
  void seed(int seed, SeedSlot slot) {
    row = row(frame, seed);
    memory.putLong(row, slot.changes());
    memory.putInt(row + EPOCHS, slot.epochsInState());
    memory.putInt(row + STATE, slot.state().code());
    memory.putDouble(row + ALPHA, slot.alpha());
    memory.putLong(row + MARKS, 0);
    blueprints[frame][seed] = slot.blueprint();
  }

  @Override
  public void put(SeedMetric metric, double value) {
    put(row + MARKS, row + VALUES, metric, value);
  }

  private void put(int marks, int values, FrameMetric metric, double value) {
    memory.putLong(marks, memory.getLong(marks) | 1L << metric.column());
    memory.putDouble(values + metric.column() * Double.BYTES, value);
  }

  /** Hands the reading over. */
  void end() {
    ring.publish();
  }

  /** How many readings did not fit; any thread may ask. */
  long refused() {
    return ring.refused();
  }

  /** The oldest reading, or null; for one thread at a time. */
  @Nullable Frame take() {
    int oldest = ring.peek();
    if (oldest == FrameRing.NONE) {
      return null;
    }
    int start = ring.start(oldest);
    List<SeedReading> readings = new ArrayList<>(seeds);
    long[] changes = new long[seeds];
    for (int seed = 0; seed < seeds; seed++) {
      changes[seed] = memory.getLong(row(oldest, seed));
      readings.add(reading(oldest, seed));
    }
    Map<String, Double> layerMetrics =
        measured(start + LAYER_MARKS, start + LAYER_VALUES, LAYER_METRICS);
    Frame taken =
        new Frame(
            memory.getLong(start),
            memory.getLong(start + FAILURES),
            layerMetrics,
            readings,
            changes);
    ring.release();
    return taken;
  }

  private SeedReading reading(int from, int seed) {
    int at = row(from, seed);
    Blueprint blueprint = blueprints[from][seed];
    if (blueprint == null) {
      throw new IllegalStateException("seed %d was not written".formatted(seed));
    }
    return new SeedReading(
        seed,
        SeedState.ofCode((byte) memory.getInt(at + STATE)).orElseThrow(),
        memory.getInt(at + EPOCHS),
        memory.getDouble(at + ALPHA),
        blueprint,
        measured(at + MARKS, at + VALUES, SEED_METRICS));
  }

  private Map<String, Double> measured(int marks, int values, FrameMetric[] metrics) {
    long measured = memory.getLong(marks);
    Map<String, Double> found = new LinkedHashMap<>();
    for (FrameMetric metric : metrics) {
      if ((measured & 1L << metric.column()) != 0) {
        found.put(metric.metricName(), memory.getDouble(values + metric.column() * Double.BYTES));
      }
    }
    return found;
  }

  private int row(int of, int seed) {
    return ring.start(of) + HEAD + seed * ROW;
  }
}
