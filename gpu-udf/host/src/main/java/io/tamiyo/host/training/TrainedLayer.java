package io.tamiyo.host.training;

import ai.djl.ndarray.NDManager;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.checkpoint.LiveWeights;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.ChunkedLayer;
import io.tamiyo.host.kernel.FeatureSums;
import io.tamiyo.host.kernel.KernelFailure;
import io.tamiyo.host.kernel.KernelListener;
import io.tamiyo.host.kernel.LayerMap;
import io.tamiyo.host.kernel.SeedBlend;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A chunked layer in training, with its seeds. {@link #request}, {@link #seed} and {@link
 * #freshBlueprint} may be called from any thread; a requested change takes effect before the next
 * step. Everything else belongs to the training thread.
 */
public final class TrainedLayer implements AutoCloseable {

  private final String layerId;
  private final ChunkLayout layout;
  private final long blueprintSeed;
  private final ChunkedLayer kernel;
  private final List<SeedSlot> slots;
  private final LayerLearning learning;
  private final SeedBoard board;
  private final LayerMeter meter;
  private final Object reading = new Object();
  private @Nullable LayerReading latest;
  private long trainingEpoch;
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean disabled;
  private boolean suspended;

  /**
   * A layer of dormant seeds.
   *
   * @param manager keeps the layer's tensors until it is closed
   */
  public TrainedLayer(
      String layerId, ChunkLayout layout, LearningOptions options, NDManager manager) {
    this(layerId, layout, options, 1, manager);
  }

  /**
   * A layer of dormant seeds.
   *
   * @param sampleEvery activations are taken from one forward of so many
   * @param manager keeps the layer's tensors until it is closed
   */
  public TrainedLayer(
      String layerId,
      ChunkLayout layout,
      LearningOptions options,
      int sampleEvery,
      NDManager manager) {
    this.layerId = layerId;
    this.layout = layout;
    this.blueprintSeed = blueprintSeed(layerId, options.randomSeed());
    List<SeedAssignment> initial =
        IntStream.range(0, layout.seeds())
            .mapToObj(seed -> dormant(layout, seed, options))
            .toList();
    kernel = new ChunkedLayer(layerId, layout, manager, new Ear());
    LayerSteps steps = LayerSteps.none();
    slots = initial.stream().map(change -> new SeedSlot(layout, change, options, steps)).toList();
    learning = new LayerLearning(layerId, kernel, slots);
    board = new SeedBoard(initial);
    meter = new LayerMeter(layout, slots.toArray(SeedSlot[]::new), steps, sampleEvery);
  }

  /** Layers of one loop draw different blueprints. */
  private static long blueprintSeed(String layerId, long randomSeed) {
    return new SplittableRandom(randomSeed + ((long) layerId.hashCode() << Integer.SIZE))
        .nextLong();
  }

  private static SeedAssignment dormant(ChunkLayout layout, int seed, LearningOptions options) {
    Blueprint nothing = Blueprint.identity(layout.size(seed));
    return new SeedAssignment(
        seed,
        SeedState.DORMANT,
        0,
        BlendStrategy.LINEAR,
        options.alphaRules().of(GraftingStrategy.GRADUAL),
        nothing);
  }

  public String layerId() {
    return layerId;
  }

  public ChunkLayout layout() {
    return layout;
  }

  /**
   * Asks for a change of one seed. It is shown by {@link #seed} at once, without measurements, and
   * takes effect before the next step; changes of one seed keep their order.
   *
   * @throws IllegalArgumentException if the blueprint does not fit the seed's chunk
   * @throws IndexOutOfBoundsException if there is no such seed
   */
  public void request(SeedAssignment change) {
    int size = layout.size(change.seed());
    if (change.blueprint().features() != size) {
      throw new IllegalArgumentException(
          "layer %s: the blueprint for seed %d covers %d features, its chunk has %d"
              .formatted(layerId, change.seed(), change.blueprint().features(), size));
    }
    board.request(change);
  }

  /** What is known of a seed now. */
  public SeedReading seed(int seed) {
    return board.reading(seed);
  }

  /**
   * Weights for a seed to start TRAINING from.
   *
   * @param kind what they are
   * @param attempt tells the attempts of one seed apart, for instance its revision; equal arguments
   *     give equal weights
   */
  public Blueprint freshBlueprint(BlueprintKind kind, int seed, long attempt) {
    SplittableRandom bySeed = new SplittableRandom(blueprintSeed + seed);
    return Blueprint.random(
        kind, layout.size(seed), new SplittableRandom(bySeed.nextLong() + attempt));
  }

  /**
   * Hands over what was measured since the last time, and starts new windows; never waits. Where
   * nobody has taken the last few readings, that is counted, and the windows go on.
   *
   * @return whether it was handed over
   */
  public boolean offer() {
    try {
      return meter.offer(trainingEpoch, failures());
    } catch (RuntimeException | LinkageError failure) {
      fail("the seeds could not be read", failure);
      return false;
    }
  }

  /**
   * Takes the oldest reading that was handed over and shows it to {@link #seed}; any thread may
   * call. Empty if there is none.
   */
  public Optional<LayerReading> take() {
    synchronized (reading) {
      ReadingFrames.Frame frame = meter.take();
      if (frame == null) {
        return Optional.empty();
      }
      List<SeedReading> shown = board.publish(frame.seeds(), frame.changes());
      LayerReading taken =
          new LayerReading(
              layerId, frame.trainingEpoch(), frame.layerMetrics(), shown, frame.failures());
      latest = taken;
      return Optional.of(taken);
    }
  }

  /** Hands over and takes, for a training loop without a host. */
  public LayerReading read() {
    offer();
    synchronized (reading) {
      while (take().isPresent()) {}
      return Objects.requireNonNull(latest, "nothing could be measured");
    }
  }

  /** How many readings could not be handed over; any thread may ask. */
  public long readingsRefused() {
    return meter.refused();
  }

  /** The layer as a block of a network. */
  public ChunkedLayer kernel() {
    return kernel;
  }

  /** How often the layer failed and turned to the identity, since the start; any thread may ask. */
  public long failures() {
    return failures.get();
  }

  /** Makes the layer the identity for good, from the next step on; any thread may call. */
  public void disable() {
    disabled = true;
  }

  /**
   * Part of the host's work for the layer on the training thread went wrong, which never reaches
   * the training: the layer is the identity until it is blended anew.
   *
   * @param consequence of a failure, for people
   */
  void fail(String consequence, Throwable failure) {
    try {
      kernel.suspend(new KernelFailure(OptionalInt.empty(), consequence + ": " + failure));
    } catch (RuntimeException | LinkageError tensorsAreGone) {
      failures.incrementAndGet();
      suspended = true;
    }
  }

  /**
   * Puts in force what was requested; between two steps.
   *
   * @return whether weights of seeds began or ceased to count by it
   */
  boolean takeChanges() {
    List<SeedAssignment> changes = board.take();
    boolean mustBeIdentity = disabled && !kernel.inForce().isIdentity();
    if (changes.isEmpty() && !mustBeIdentity) {
      return false;
    }
    changes.forEach(change -> slots.get(change.seed()).apply(change));
    learning.takeChanges();
    meter.takeChanges();
    compile();
    return !changes.isEmpty();
  }

  /** What the seeds have learned, each since its origin. */
  public List<LiveWeights> liveWeights() {
    return slots.stream().flatMap(slot -> slot.live().stream()).toList();
  }

  void endStep(double stepLoss) {
    meter.endStep(stepLoss);
    if (learning.endStep(!suspended && !disabled && Double.isFinite(stepLoss))) {
      compile();
    }
    if (!Double.isFinite(stepLoss) && !kernel.inForce().isIdentity()) {
      kernel.suspend(
          new KernelFailure(OptionalInt.empty(), "the loss of the network is " + stepLoss));
    }
  }

  void endEpoch(long epoch) {
    trainingEpoch = epoch;
    boolean changed = false;
    for (SeedSlot slot : slots) {
      changed |= slot.endEpoch();
    }
    if (changed) {
      compile();
    }
  }

  void measuredAccuracy(double heldOutAccuracy) {
    meter.measuredAccuracy(heldOutAccuracy);
  }

  /** The seeds whose performance delta is due; none while the layer does not apply its seeds. */
  List<Integer> judgedSeeds() {
    if (suspended || disabled) {
      return List.of();
    }
    return IntStream.range(0, slots.size())
        .filter(seed -> slots.get(seed).isJudged())
        .boxed()
        .toList();
  }

  /** Measures a seed's performance delta against the accuracy that holds with the seed. */
  void measureDelta(int seed, double accuracyAtAlpha, DoubleSupplier heldOutAccuracy) {
    List<SeedBlend> blends = blends();
    blends.set(seed, SeedBlend.PASS_THROUGH);
    double without = measureWith(LayerMap.compile(layout, blends), heldOutAccuracy);
    slots.get(seed).measuredDelta(accuracyAtAlpha, without);
  }

  /** Measures something under another map, and puts back the one in force. */
  double measureWith(LayerMap map, DoubleSupplier measurement) {
    LayerMap inForce = kernel.blend(map);
    try {
      return measurement.getAsDouble();
    } finally {
      kernel.blend(inForce);
    }
  }

  private void compile() {
    kernel.blend(
        disabled ? LayerMap.identity(layout.features()) : LayerMap.compile(layout, blends()));
    learning.compiled();
    suspended = false;
  }

  private List<SeedBlend> blends() {
    List<SeedBlend> blends = new ArrayList<>(slots.size());
    slots.forEach(slot -> blends.add(slot.blend()));
    return blends;
  }

  @Override
  public void close() {
    kernel.close();
  }

  /** Hears the kernel on the training thread. */
  private final class Ear implements KernelListener {

    @Override
    public void onForward(FeatureSums sums, long nanos) {
      meter.onForward(sums, nanos);
    }

    @Override
    public void onFailure(KernelFailure failure) {
      failures.incrementAndGet();
      suspended = true;
      failure.seed().ifPresent(seed -> slots.get(seed).fail());
    }
  }
}
