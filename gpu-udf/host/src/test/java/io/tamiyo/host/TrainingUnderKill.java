package io.tamiyo.host;

import io.tamiyo.contracts.lifecycle.LifecycleOptions;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.host.grafting.AlphaRules;
import io.tamiyo.host.spirals.SpiralOptions;
import io.tamiyo.host.spirals.SpiralTraining;
import io.tamiyo.host.spirals.StepResult;
import io.tamiyo.host.training.LearningOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A real training run with a real host in a process of its own, to be killed. It takes checkpoints
 * and goes back to them now and then.
 */
final class TrainingUnderKill {

  static final String LAYER = "layer-1";
  static final int FEATURES = 16;
  static final int SEEDS = 6;
  static final String READY = "ready";

  private static final int EPOCHS_PER_CHECKPOINT = 40;
  private static final int CHECKPOINTS_PER_RESTORE = 25;

  private TrainingUnderKill() {}

  /** Runs until its standard input has something: port of Redis, directory, random seed. */
  public static void main(String[] arguments) throws IOException {
    LifecycleOptions quick = LifecycleOptions.DEFAULTS.withEpochsScaledBy(0.02);
    LayerHost host =
        LayerHost.at("redis://127.0.0.1:" + arguments[0])
            .hostId("host-1")
            .store(Path.of(arguments[1]))
            .layer(LAYER, FEATURES, SEEDS)
            .rules(new LifecycleRules(LifecycleTable.CURRENT, quick))
            .learning(LearningOptions.DEFAULTS.withAlphaRules(AlphaRules.over(3)))
            .reportInterval(Duration.ofMillis(20))
            .keepLiveEvery(2)
            .open();
    SpiralOptions options = new SpiralOptions(FEATURES, 128, 64, 64, 0.05, 0.01, 0, 5);
    try (SpiralTraining training = SpiralTraining.start(options, List.of(host.layer(LAYER)))) {
      host.evaluateBy(training::heldOutAccuracy);
      host.start();
      System.out.println(host.failures() == 0 ? READY : "could not begin");
      train(host, training, new SplittableRandom(Long.parseLong(arguments[2])));
    }
    System.exit(host.stop() ? 0 : 1);
  }

  private static void train(LayerHost host, SpiralTraining training, SplittableRandom random)
      throws IOException {
    while (System.in.available() == 0) {
      StepResult step = training.step();
      host.endStep(step.loss());
      if (step.endedEpoch()) {
        host.endEpoch();
        if (random.nextInt(EPOCHS_PER_CHECKPOINT) == 0) {
          host.checkpoint();
          goBack(host, random);
        }
      }
    }
  }

  private static void goBack(LayerHost host, SplittableRandom random) {
    List<String> ids = host.checkpoints();
    if (!ids.isEmpty() && random.nextInt(CHECKPOINTS_PER_RESTORE) == 0) {
      host.restore(ids.get(ids.size() - 1));
    }
  }
}
