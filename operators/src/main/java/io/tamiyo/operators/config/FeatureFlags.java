package io.tamiyo.operators.config;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which features are on for which layers.
 *
 * @param enabled false switches every feature off everywhere, whatever its rule says
 * @param rules for which layers a feature is on; one without a rule is on for all
 */
public record FeatureFlags(boolean enabled, Map<Feature, FeatureRule> rules)
    implements Serializable {

  /** Every feature for every layer. */
  public static final FeatureFlags DEFAULTS = new FeatureFlags(true, Map.of());

  public FeatureFlags {
    Map<Feature, FeatureRule> restricted = new EnumMap<>(Feature.class);
    rules.forEach(
        (feature, rule) -> {
          if (!rule.equals(FeatureRule.ON)) {
            restricted.put(feature, rule);
          }
        });
    rules = Map.copyOf(restricted);
  }

  /** The rule of a feature. */
  public FeatureRule rule(Feature feature) {
    return rules.getOrDefault(feature, FeatureRule.ON);
  }

  /** The features of a layer. */
  public Set<Feature> of(String layer) {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      if (enabled && rule(feature).isOn(feature, layer)) {
        features.add(feature);
      }
    }
    return Set.copyOf(features);
  }
}
