package io.tamiyo.host.training;

import io.tamiyo.host.kernel.ActivationWindow;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.FeatureSums;
import io.tamiyo.host.measurement.ComputeTime;
import io.tamiyo.host.measurement.HeldOutAccuracy;
import io.tamiyo.host.measurement.TrainingLoss;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Measures a layer and its seeds step by step, and hands over what it has found. Belongs to the
 * training thread, but for {@link #take} and {@link #refused}; nothing of it allocates there, but
 * for the weights that seeds in training have reached.
 */
final class LayerMeter {

  private final SeedSlot[] slots;
  private final LayerSteps steps;
  private final int sampleEvery;
  private final ActivationWindow activations;
  private final ComputeTime computeTime = new ComputeTime();
  private final TrainingLoss loss = new TrainingLoss();
  private final HeldOutAccuracy accuracy = new HeldOutAccuracy();
  private final ReadingFrames frames;
  private SeedSlot[] observing = {};
  private int unsampled;

  /**
   * @param slots the seeds, by their numbers
   * @param steps that the slots share
   * @param sampleEvery activations are taken from one forward of so many, the first among them
   */
  LayerMeter(ChunkLayout layout, SeedSlot[] slots, LayerSteps steps, int sampleEvery) {
    this.slots = slots;
    this.steps = steps;
    this.sampleEvery = sampleEvery;
    activations = new ActivationWindow(layout);
    frames = new ReadingFrames(slots.length);
  }

  /** Seeds are in other states. */
  void takeChanges() {
    observing = Arrays.stream(slots).filter(SeedSlot::isObserving).toArray(SeedSlot[]::new);
    steps
        .losses()
        .keepOnly(Arrays.stream(slots).map(SeedSlot::judgedBy).filter(Objects::nonNull).toList());
  }

  /** A forward in training has passed. */
  void onForward(FeatureSums sums, long nanos) {
    computeTime.addNanos(nanos);
    if (unsampled == 0) {
      activations.add(sums);
      unsampled = sampleEvery;
    }
    unsampled--;
    steps.forwards().add();
    if (!sums.areFinite()) {
      for (SeedSlot slot : slots) {
        slot.countErrors(sums);
      }
    }
    for (SeedSlot slot : observing) {
      slot.observe(sums);
    }
  }

  /** A step has ended. */
  void endStep(double stepLoss) {
    loss.add(stepLoss);
    steps.losses().add(stepLoss);
  }

  void measuredAccuracy(double heldOutAccuracy) {
    accuracy.measured(heldOutAccuracy);
  }

  /**
   * Hands over what was measured since the last time, and starts new windows. Where the reader is
   * too far behind, that is counted, and the windows go on.
   *
   * @return whether it was handed over
   */
  boolean offer(long trainingEpoch, long failures) {
    if (!frames.begin(trainingEpoch, failures)) {
      return false;
    }
    OptionalDouble heldOut = accuracy.value();
    offerLayer(heldOut);
    for (int seed = 0; seed < slots.length; seed++) {
      frames.seed(seed, slots[seed]);
      if (activations.isKnown(seed)) {
        frames.put(SeedMetric.ACTIVATION_MEAN, activations.meanOf(seed));
        frames.put(SeedMetric.ACTIVATION_VARIANCE, activations.varianceOf(seed));
      }
      slots[seed].read(heldOut, frames);
    }
    frames.end();
    activations.clear();
    loss.clear();
    computeTime.clear();
    return true;
  }

  private void offerLayer(OptionalDouble heldOut) {
    if (loss.isKnown()) {
      frames.put(LayerMetric.LOSS, loss.mean());
    }
    if (heldOut.isPresent()) {
      frames.put(LayerMetric.ACCURACY, heldOut.getAsDouble());
    }
    if (computeTime.isKnown()) {
      frames.put(LayerMetric.COMPUTE_TIME_MS, computeTime.mean());
    }
  }

  /** What was handed over, the oldest first, or null; for one thread at a time. */
  ReadingFrames.@Nullable Frame take() {
    return frames.take();
  }

  /** How often nothing could be handed over; any thread may ask. */
  long refused() {
    return frames.refused();
  }
}
