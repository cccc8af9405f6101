package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.SeedMetricsSnapshot;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedSnapshotsTest {

  private static final Header HEADER = Header.of("snapshot-1", 1, "host-1");

  private final TestingKernel kernel = new TestingKernel();

  private static SeedTable layer(SeedState... states) {
    return new SeedTable(
        "layer-1", IntStream.range(0, states.length).mapToObj(id -> seed(id, states[id])).toList());
  }

  private static Seed seed(int id, SeedState state) {
    return new Seed(id, state, new Revision(7, 3), 5, "bp-" + id, GraftingStrategy.GRADUAL);
  }

  private static List<Integer> ids(List<Seed> seeds) {
    return seeds.stream().map(Seed::id).toList();
  }

  @Test
  void takesActiveSeedsInTurn() {
    SeedSnapshots snapshots = new SeedSnapshots(kernel, 2);
    SeedTable layer =
        layer(SeedState.TRAINING, SeedState.DORMANT, SeedState.GRAFTING, SeedState.EVALUATING);

    assertThat(ids(snapshots.due(layer))).containsExactly(0, 2);
    assertThat(ids(snapshots.due(layer))).containsExactly(3, 0);
    assertThat(ids(snapshots.due(layer))).containsExactly(2, 3);
  }

  @Test
  void takesNoSeedTwiceAtOnceAndNoneWhereNoneIsActiveOrWanted() {
    SeedTable one = layer(SeedState.FOSSILIZED, SeedState.TRAINING);

    assertThat(ids(new SeedSnapshots(kernel, 5).due(one))).containsExactly(1);
    assertThat(new SeedSnapshots(kernel, 5).due(layer(SeedState.CULLED))).isEmpty();
    assertThat(new SeedSnapshots(kernel, 0).due(one)).isEmpty();
  }

  @Test
  void tellsWhatIsKnownOfASeed() {
    kernel.measure(1, MetricNames.ERROR_COUNT, 2);
    SeedSnapshots snapshots = new SeedSnapshots(kernel, 1);

    SeedMetricsSnapshot grafting =
        snapshots.of(
            HEADER,
            "layer-1",
            seed(1, SeedState.GRAFTING),
            "checkpoint-4",
            measured(
                Map.of(MetricNames.COMPUTE_TIME_MS, 0.5), SeedState.DORMANT, SeedState.GRAFTING));

    assertThat(grafting.seedId()).isEqualTo(1);
    assertThat(grafting.lifecycleState()).isEqualTo("GRAFTING");
    assertThat(grafting.metrics()).containsExactly(Map.entry(MetricNames.ERROR_COUNT, 2.0));
    assertThat(grafting.errorCount()).isEqualTo(2);
    assertThat(grafting.checkpointId()).isEqualTo("checkpoint-4");
    assertThat(grafting.computeStats()).containsEntry("layer_compute_time_ms", 0.5);
    assertThat(grafting.graftingInfo())
        .containsEntry("strategy", "GRADUAL")
        .containsEntry("alpha", 0.0)
        .containsEntry("epochs_in_state", 5)
        .containsEntry("blueprint", "bp-1");
  }

  @Test
  void leavesOutWhatWasMeasuredBeforeTrainingCameToTheStateOfTheSeed() {
    kernel.measure(0, MetricNames.STABILITY_SCORE, 0.9);

    SeedMetricsSnapshot decided =
        new SeedSnapshots(kernel, 1)
            .of(
                HEADER,
                "layer-1",
                seed(0, SeedState.GRAFTING),
                null,
                measured(Map.of(), SeedState.TRAINING));

    assertThat(decided.lifecycleState()).isEqualTo("GRAFTING");
    assertThat(decided.metrics()).isEmpty();
    assertThat(decided.graftingInfo()).doesNotContainKey("alpha").containsEntry("revision", 3L);
  }

  private static LayerMeasurement measured(Map<String, Double> layer, SeedState... states) {
    return new LayerMeasurement(List.of(states), List.of(), layer);
  }

  @Test
  void tellsNothingOfAGraftThatThereIsNot() {
    SeedMetricsSnapshot training =
        new SeedSnapshots(kernel, 1)
            .of(
                HEADER,
                "layer-1",
                seed(0, SeedState.TRAINING),
                null,
                measured(Map.of(), SeedState.TRAINING));

    assertThat(training.graftingInfo()).isNull();
    assertThat(training.checkpointId()).isNull();
    assertThat(training.computeStats()).isEmpty();
    assertThat(training.errorCount()).isZero();
  }
}
