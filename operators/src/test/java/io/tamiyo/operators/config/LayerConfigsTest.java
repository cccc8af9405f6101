package io.tamiyo.operators.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.operators.aggregation.AggregationOptions;
import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.limits.Excess;
import io.tamiyo.operators.limits.LimitOptions;
import io.tamiyo.operators.limits.RateLimit;
import io.tamiyo.operators.ordering.OrderingOptions;
import io.tamiyo.operators.ordering.OrderingStrategy;
import io.tamiyo.operators.routing.RoutingRules;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

class LayerConfigsTest {

  private final LayerConfigs configs = new LayerConfigs(LayerConfig.DEFAULTS);

  @Test
  void documentsEveryKeyWithItsDefault() {
    Map<String, Object> defaults = new TreeMap<>();
    for (ConfigOption<?> option : LayerConfigs.options()) {
      assertThat(option.description()).isNotNull();
      assertThat(defaults.put(option.key(), option.defaultValue())).as(option.key()).isNull();
    }
    Map<String, Object> expected = new TreeMap<>();
    expected.put("ordering.strategy", OrderingStrategy.PARTITION);
    expected.put("ordering.window", 100);
    expected.put("ordering.max-pending", 10_000);
    expected.put("ordering.timeout-ms", 5_000L);
    expected.put("detection.window", 100);
    expected.put("detection.min-history", 30);
    expected.put("detection.sigmas", 3.0);
    expected.put("detection.min-share", 0.05);
    expected.put("policy.enabled", true);
    expected.put("policy.dormancy-threshold", 0.5);
    expected.put("policy.wake-share", 0.5);
    expected.put("policy.max-commands-per-round", 100);
    expected.put("policy.stale-after-ms", 10_000L);
    expected.put("lifecycle.least-epochs.dormant", 0);
    expected.put("lifecycle.least-epochs.germinated", 0);
    expected.put("lifecycle.least-epochs.training", 100);
    expected.put("lifecycle.least-epochs.grafting", 50);
    expected.put("lifecycle.least-epochs.stabilization", 20);
    expected.put("lifecycle.least-epochs.evaluating", 30);
    expected.put("lifecycle.least-epochs.fine-tuning", 50);
    expected.put("lifecycle.least-epochs.fossilized", 0);
    expected.put("lifecycle.least-epochs.culled", 0);
    expected.put("lifecycle.least-epochs.cancelled", 0);
    expected.put("lifecycle.least-epochs.rolled-back", 0);
    expected.put("lifecycle.embargo-epochs", 50);
    expected.put("lifecycle.max-reconstruction-loss", 0.01);
    expected.put("lifecycle.min-stability", 0.8);
    expected.put("lifecycle.min-final-stability", 0.95);
    expected.put("lifecycle.min-total-improvement", 0.01);
    expected.put("lifecycle.cull-performance-delta", -0.05);
    expected.put("lifecycle.cull-error-rate", 0.1);
    expected.put("lifecycle.cull-error-count", 5.0);
    expected.put("tracking.max-in-flight", 10);
    expected.put("tracking.retry-after-ms", 5_000L);
    expected.put("tracking.max-attempts", 10);
    expected.put("limits.producer.messages-per-second", 0.0);
    expected.put("limits.producer.burst", 1_000L);
    expected.put("limits.layer.messages-per-second", 0.0);
    expected.put("limits.layer.burst", 1_000L);
    expected.put("limits.excess", Excess.PARK);
    expected.put("limits.max-parked", 10_000L);
    expected.put("aggregation.window", Duration.ofSeconds(10));
    expected.put("routing.rules", "");
    expected.put("flags.enabled", true);
    for (String feature :
        List.of("anomaly-detection", "aggregation", "wake", "advance", "stop", "plan", "retries")) {
      expected.put("flags." + feature + ".percent", 100.0);
      expected.put("flags." + feature + ".allow", "");
      expected.put("flags." + feature + ".block", "");
    }
    assertThat(defaults).containsExactlyEntriesOf(expected);
  }

  @Test
  void saysWhichOptionOrdersAllLayersWhereOneIsToldTo() {
    for (String strategy : List.of("GLOBAL", "causal")) {
      assertThatThrownBy(() -> configs.resolve(Map.of("ordering.strategy", strategy), Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ordering.strategy is " + strategy)
          .hasMessageContaining("across-layers.order = " + strategy);
    }
  }

  @Test
  void mapsEveryKeyToItsOption() {
    Map<String, String> values = new HashMap<>();
    values.put("ordering.strategy", "none");
    values.put("limits.producer.messages-per-second", "2.5");
    values.put("limits.producer.burst", "30");
    values.put("limits.layer.messages-per-second", "4.5");
    values.put("limits.layer.burst", "50");
    values.put("limits.excess", "dead_letter");
    values.put("limits.max-parked", "60");
    values.put("ordering.window", "7");
    values.put("ordering.max-pending", "8");
    values.put("ordering.timeout-ms", "9");
    values.put("detection.window", "10");
    values.put("detection.min-history", "5");
    values.put("detection.sigmas", "4.5");
    values.put("detection.min-share", "0.25");
    values.put("policy.enabled", "false");
    values.put("policy.dormancy-threshold", "0.6");
    values.put("policy.wake-share", "0.7");
    values.put("policy.max-commands-per-round", "11");
    values.put("policy.stale-after-ms", "12");
    values.put("lifecycle.least-epochs.fine-tuning", "13");
    values.put("lifecycle.embargo-epochs", "14");
    values.put("lifecycle.max-reconstruction-loss", "0.15");
    values.put("lifecycle.min-stability", "0.16");
    values.put("lifecycle.min-final-stability", "0.17");
    values.put("lifecycle.min-total-improvement", "0.18");
    values.put("lifecycle.cull-performance-delta", "-0.19");
    values.put("lifecycle.cull-error-rate", "0.2");
    values.put("lifecycle.cull-error-count", "21");
    values.put("tracking.max-in-flight", "22");
    values.put("tracking.retry-after-ms", "23");
    values.put("tracking.max-attempts", "24");
    values.put("aggregation.window", "25 s");
    values.put("routing.rules", "type=GapEvent to=ops");
    values.put("flags.enabled", "false");
    values.put("flags.wake.percent", "12.5");
    values.put("flags.wake.allow", "a, b");
    values.put("flags.wake.block", "c");
    LayerConfig config = configs.resolve(values, Map.of());
    assertThat(config.flags().enabled()).isFalse();
    assertThat(config.flags().rules())
        .isEqualTo(Map.of(Feature.WAKE, new FeatureRule(12.5, Set.of("a", "b"), Set.of("c"))));
    assertThat(config.ordering()).isEqualTo(new OrderingOptions(OrderingStrategy.NONE, 7, 8, 9));
    assertThat(config.detection()).isEqualTo(new DetectionOptions(10, 5, 4.5, 0.25));
    assertThat(config.tracking()).isEqualTo(new TrackingOptions(22, 23, 24));
    assertThat(config.aggregation()).isEqualTo(new AggregationOptions(25_000));
    assertThat(config.routing()).isEqualTo(RoutingRules.parse("type=GapEvent to=ops"));
    assertThat(config.policy().enabled()).isFalse();
    assertThat(config.policy().dormancyThreshold()).isEqualTo(0.6);
    assertThat(config.policy().wakeShare()).isEqualTo(0.7);
    assertThat(config.policy().maxCommandsPerRound()).isEqualTo(11);
    assertThat(config.policy().staleAfterMs()).isEqualTo(12);
    assertThat(config.limits())
        .isEqualTo(
            new LimitOptions(
                new RateLimit(2.5, 30), new RateLimit(4.5, 50), Excess.DEAD_LETTER, 60));
    var lifecycle = config.policy().lifecycle();
    assertThat(lifecycle.leastEpochs())
        .containsEntry(SeedState.FINE_TUNING, 13)
        .containsEntry(SeedState.TRAINING, 100);
    assertThat(lifecycle.embargoEpochs()).isEqualTo(14);
    assertThat(lifecycle.maxReconstructionLoss()).isEqualTo(0.15);
    assertThat(lifecycle.minStability()).isEqualTo(0.16);
    assertThat(lifecycle.minFinalStability()).isEqualTo(0.17);
    assertThat(lifecycle.minTotalImprovement()).isEqualTo(0.18);
    assertThat(lifecycle.cullPerformanceDelta()).isEqualTo(-0.19);
    assertThat(lifecycle.cullErrorRate()).isEqualTo(0.2);
    assertThat(lifecycle.cullErrorCount()).isEqualTo(21);
  }

  @Test
  void prefersALayersValueToThatOfAllAndThatToTheJobs() {
    LayerConfig config =
        configs.resolve(
            Map.of("ordering.window", "7", "ordering.timeout-ms", "70"),
            Map.of("ordering.window", "8"));
    assertThat(config.ordering()).isEqualTo(new OrderingOptions(8, 10_000, 70));
    assertThat(configs.resolve(Map.of(), Map.of())).isSameAs(LayerConfig.DEFAULTS);
  }

  @Test
  void scalesTheLeastEpochsOnly() {
    LayerConfig scaled = LayerConfig.DEFAULTS.withEpochScale(0.1);
    assertThat(scaled.policy().lifecycle().leastEpochs()).containsEntry(SeedState.TRAINING, 10);
    assertThat(scaled.policy().lifecycle().embargoEpochs()).isEqualTo(5);
    assertThat(scaled.policy().wakeShare()).isEqualTo(LayerConfig.DEFAULTS.policy().wakeShare());
    assertThat(scaled.ordering()).isEqualTo(LayerConfig.DEFAULTS.ordering());
  }

  @Test
  void namesBothKeysOfAContradiction() {
    assertThatThrownBy(() -> configs.resolve(Map.of("ordering.window", "20000"), Map.of()))
        .hasMessage("ordering.max-pending = 10000 is below ordering.window = 20000");
    assertThatThrownBy(() -> configs.resolve(Map.of("detection.min-history", "200"), Map.of()))
        .hasMessage("detection.min-history = 200 is above detection.window = 100");
  }

  @Test
  void refusesAnUnknownKeyAnUnreadableValueAndOneOutOfRange() {
    assertThat(configs.refusal("ordering.widow", Map.of(), Map.of()))
        .hasValue("no option has the key ordering.widow; is ordering.window meant?");
    assertThat(configs.refusal("colour", Map.of(), Map.of()))
        .hasValue("no option has the key colour");
    assertThat(refusalOfAll("ordering.window", "many")).contains("ordering.window", "many");
    assertThat(refusalOfAll("ordering.window", "0")).contains("window is not positive: 0");
    assertThat(refusalOfAll("policy.wake-share", "NaN")).contains("policy.wake-share", "NaN");
    assertThat(refusalOfAll("lifecycle.min-stability", "Infinity")).contains("not finite");
    assertThat(refusalOfAll("aggregation.window", "2 h"))
        .isEqualTo(
            "aggregation.window is refused: aggregation.window is PT2H; expected 1 ms to 1 h, or"
                + " 0 s for none, as in aggregation.window=10 s");
    assertThat(refusalOfAll("aggregation.window", "1 ns")).contains("expected 1 ms to 1 h");
    assertThat(refusalOfAll("aggregation.window", "0")).isEmpty();
    assertThat(refusalOfAll("routing.rules", "to=ops; layer=a"))
        .isEqualTo(
            "routing.rules is refused: rule 2 (\"layer=a\"): to=STREAM is missing. A rule that is"
                + " right: type=PerformanceAlert severity=critical to=pager");
    assertThat(refusalOfAll("ordering.window", "50")).isEmpty();
  }

  @Test
  void refusesAValueOfAllThatContradictsOneOfALayer() {
    assertThat(
            configs.refusal(
                "ordering.window",
                Map.of("ordering.window", "500"),
                Map.of("b", Map.of("ordering.max-pending", "200"), "a", Map.of())))
        .hasValue(
            "ordering.window of layer b is refused: ordering.max-pending = 200 is below"
                + " ordering.window = 500");
  }

  private String refusalOfAll(String key, String value) {
    return configs.refusal(key, Map.of(key, value), Map.of()).orElse("");
  }
}
