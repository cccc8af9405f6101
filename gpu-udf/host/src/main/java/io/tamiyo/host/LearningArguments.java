package io.tamiyo.host;

import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.grafting.AlphaRules;
import io.tamiyo.host.spirals.Prologue;
import io.tamiyo.host.training.LearningOptions;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a host that say what its seeds learn, and what the network does before them. */
final class LearningArguments {

  private static final int EPOCHS_OF_A_TRUNK = 600;

  @Option(
      names = "--blueprint-kind",
      paramLabel = "KIND",
      defaultValue = "both",
      description =
          "what seeds learn, on chunks of n features: scale (n weights) or shift (n), both (2n): 2"
              + " operations a feature and row, whatever the seeds; module: two layers, 8 hidden"
              + " units, 18n + 8 weights, 36n + 24 operations a row and chunk; 4 bytes a weight, 24"
              + " more while it learns; default ${DEFAULT-VALUE}")
  private String blueprintKind = "both";

  @Option(
      names = "--graft-rate",
      paramLabel = "X",
      description =
          "learning rate of grafts by the loss of the task, from GRAFTING to FINE_TUNING; 0: they"
              + " keep the weights of TRAINING; default 0.02")
  private @Nullable Double graftRate;

  @Option(
      names = "--frozen-trunk",
      description = "end the training of the network's own weights before the seeds come")
  private boolean frozenTrunk;

  @Option(
      names = "--planted-disturbance",
      description =
          "scale and shift a third of the features that enter the first layer, for good, before the"
              + " seeds come; with --frozen-trunk only they can regain what is lost by it")
  private boolean plantedDisturbance;

  @Option(
      names = "--epochs-alone",
      paramLabel = "N",
      description =
          "training epochs of the network before its seeds come; default 0, or 600 with"
              + " --frozen-trunk or --planted-disturbance")
  private @Nullable Integer epochsAlone;

  /**
   * How the seeds learn.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  LearningOptions learning(int epochsOfRamp, long seed) {
    LearningOptions defaults =
        LearningOptions.DEFAULTS
            .withKind(kind())
            .withAlphaRules(AlphaRules.over(epochsOfRamp))
            .withRandomSeed(seed);
    return graftRate == null ? defaults : defaults.withGraftRate(graftRate);
  }

  private BlueprintKind kind() {
    return BlueprintKind.named(blueprintKind)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--blueprint-kind is %s; known are %s"
                        .formatted(
                            blueprintKind,
                            Arrays.stream(BlueprintKind.values())
                                .map(BlueprintKind::word)
                                .collect(Collectors.joining(", ")))));
  }

  /** What happens before the seeds come. */
  Prologue prologue() {
    int byDefault = frozenTrunk || plantedDisturbance ? EPOCHS_OF_A_TRUNK : 0;
    return new Prologue(
        epochsAlone == null ? byDefault : epochsAlone, frozenTrunk, plantedDisturbance);
  }
}
