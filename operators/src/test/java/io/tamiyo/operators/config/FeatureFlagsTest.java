package io.tamiyo.operators.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureFlagsTest {

  /** A fixed set, so that what is found of it is always the same. */
  private static final List<String> LAYERS =
      IntStream.range(0, 10_000).mapToObj(i -> "encoder." + i / 100 + ".block-" + i % 100).toList();

  private final LayerConfigs configs = new LayerConfigs(LayerConfig.DEFAULTS);

  private static FeatureRule share(double percent) {
    return new FeatureRule(percent, Set.of(), Set.of());
  }

  private static List<String> on(Feature feature, double percent) {
    FeatureRule rule = share(percent);
    return LAYERS.stream().filter(layer -> rule.isOn(feature, layer)).toList();
  }

  @Test
  void choosesCloseToTheShareOfTheLayers() {
    for (Feature feature : Feature.values()) {
      for (double percent : new double[] {0.5, 1, 5, 12.5, 25, 50, 75, 99}) {
        double found = 100.0 * on(feature, percent).size() / LAYERS.size();
        double deviation = Math.sqrt(percent * (100 - percent) / LAYERS.size());
        assertThat(Math.abs(found - percent))
            .as("%s %s", feature, percent)
            .isLessThan(4 * deviation);
      }
      assertThat(on(feature, 0)).isEmpty();
      assertThat(on(feature, 100)).hasSize(LAYERS.size());
    }
  }

  @Test
  void takesNoLayerOutWhenTheShareGrows() {
    List<String> before = List.of();
    for (double percent = 0; percent <= 100; percent += 12.5) {
      List<String> now = on(Feature.WAKE, percent);
      assertThat(now).containsAll(before);
      before = now;
    }
  }

  @Test
  void choosesTheSameLayersForEverAndOthersForEachFeature() {
    assertThat(FeatureRule.place(Feature.WAKE, "encoder.0")).isEqualTo(60.63, within(0.01));
    assertThat(FeatureRule.place(Feature.STOP, "encoder.0")).isEqualTo(66.25, within(0.01));
    assertThat(on(Feature.WAKE, 10)).isNotEqualTo(on(Feature.STOP, 10));
  }

  @Test
  void blocksBeforeItAllowsAndAllowsBeforeItAsksForTheShare() {
    FeatureRule none = new FeatureRule(0, Set.of("a"), Set.of("b"));
    FeatureRule all = new FeatureRule(100, Set.of("a"), Set.of("b"));
    for (FeatureRule rule : List.of(none, all)) {
      assertThat(rule.isOn(Feature.PLAN, "a")).isTrue();
      assertThat(rule.isOn(Feature.PLAN, "b")).isFalse();
    }
    assertThat(none.isOn(Feature.PLAN, "c")).isFalse();
    assertThat(all.isOn(Feature.PLAN, "c")).isTrue();
  }

  @Test
  void hasOneSwitchForAll() {
    FeatureFlags flags =
        new FeatureFlags(true, Map.of(Feature.WAKE, share(0), Feature.STOP, FeatureRule.ON));
    assertThat(flags.of("a")).hasSize(6).doesNotContain(Feature.WAKE);
    assertThat(flags).isEqualTo(new FeatureFlags(true, Map.of(Feature.WAKE, share(0))));
    assertThat(new FeatureFlags(false, Map.of()).of("a")).isEmpty();
    assertThat(FeatureFlags.DEFAULTS.of("a")).containsExactlyInAnyOrder(Feature.values());
  }

  @Test
  void resolvesTheFeaturesOfEachLayer() {
    Map<String, String> ofAll = Map.of("flags.wake.percent", "0", "flags.retries.block", "b");
    LayerConfig plain = configs.resolve("a", ofAll, Map.of());
    assertThat(plain.has(Feature.WAKE)).isFalse();
    assertThat(plain.has(Feature.STOP)).isTrue();
    assertThat(plain.tracking()).isEqualTo(LayerConfig.DEFAULTS.tracking());
    assertThat(configs.resolve("b", ofAll, Map.of()).tracking().maxAttempts()).isOne();
    assertThat(configs.resolve("c", ofAll, Map.of("flags.wake.percent", "100")).has(Feature.WAKE))
        .isTrue();
    assertThat(configs.resolve("c", Map.of("flags.enabled", "false"), Map.of()).features())
        .isEmpty();
  }

  @Test
  void refusesAShareAnIdOrAListThatCannotBe() {
    assertThat(configs.refusal("flags.wake.percent", Map.of("flags.wake.percent", "101"), Map.of()))
        .hasValue("flags.wake.percent is refused: percent is not in 0 to 100: 101.0");
    assertThat(configs.refusal("flags.wake.allow", Map.of("flags.wake.allow", "../x"), Map.of()))
        .hasValueSatisfying(refusal -> assertThat(refusal).contains("layer_id \"../x\" is not"));
    assertThatThrownBy(() -> new FeatureRule(1, Set.of("a", "b", "c"), Set.of("c", "b")))
        .hasMessage("allowed and blocked at once: b, c");
    assertThat(Feature.labelled("anomaly-detection")).contains(Feature.ANOMALY_DETECTION);
    assertThat(Feature.labelled("telepathy")).isEmpty();
  }
}
