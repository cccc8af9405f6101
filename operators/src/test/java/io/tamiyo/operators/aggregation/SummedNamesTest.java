package io.tamiyo.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SummedNamesTest {

  @Test
  void leavesSeedsMetricsTheirNames() {
    for (String name : List.of("loss", "seed_loss", "layers", "layer", "seed_", "")) {
      assertThat(SummedNames.ofSeeds(name)).isEqualTo(name);
    }
  }

  @Test
  void callsAMetricOfSeedsOtherwiseWhoseNameIsOneOfALayers() {
    assertThat(SummedNames.ofLayer("loss")).isEqualTo("layer_loss");
    assertThat(SummedNames.ofSeeds("layer_loss")).isEqualTo("seed_layer_loss");
    assertThat(SummedNames.ofSeeds("seed_layer_loss")).isEqualTo("seed_seed_layer_loss");
  }

  @Test
  void callsNoTwoTheSame() {
    Set<String> metrics = new HashSet<>(Set.of("", "loss"));
    for (int length = 0; length < 4; length++) {
      for (String metric : List.copyOf(metrics)) {
        metrics.add("layer_" + metric);
        metrics.add("seed_" + metric);
      }
    }
    Set<String> names = new HashSet<>();
    for (String metric : metrics) {
      assertThat(names.add(SummedNames.ofLayer(metric))).as("layer's %s", metric).isTrue();
      assertThat(names.add(SummedNames.ofSeeds(metric))).as("seeds' %s", metric).isTrue();
    }
  }
}
