package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.MetricColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerSummaryTest {

  @Test
  void sumsUpWhatWasMeasuredOfTheSeedsThatHaveIt() {
    MetricColumn loss =
        new MetricColumn("loss", new double[] {1, 3, 0}, new boolean[] {true, true, false});

    assertThat(LayerSummary.of(List.of(loss)))
        .containsOnlyKeys("loss_mean", "loss_std", "loss_min", "loss_max")
        .containsEntry("loss_mean", 2.0)
        .containsEntry("loss_std", 1.0)
        .containsEntry("loss_min", 1.0)
        .containsEntry("loss_max", 3.0);
  }

  @Test
  void leavesOutWhatIsNotFiniteAndSaysNothingOfWhatNobodyHas() {
    MetricColumn broken = MetricColumn.of("loss", Double.NaN, 4, Double.POSITIVE_INFINITY);
    MetricColumn nobody = new MetricColumn("accuracy", new double[1], new boolean[1]);

    assertThat(LayerSummary.of(List.of(broken, nobody)))
        .containsOnlyKeys("loss_mean", "loss_std", "loss_min", "loss_max")
        .containsEntry("loss_mean", 4.0)
        .containsEntry("loss_std", 0.0);
  }
}
