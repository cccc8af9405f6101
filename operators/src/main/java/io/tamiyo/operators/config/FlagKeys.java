package io.tamiyo.operators.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The keys of {@link FeatureFlags}. */
public final class FlagKeys {

  /** The switch of all features at once. */
  public static final ConfigOption<Boolean> ENABLED =
      ConfigOptions.key("flags.enabled")
          .booleanType()
          .defaultValue(FeatureFlags.DEFAULTS.enabled())
          .withDescription("Whether any feature is on; false switches all of them off.");

  private FlagKeys() {}

  /** Share of the layers that have a feature. */
  public static ConfigOption<Double> percent(Feature feature) {
    return ConfigOptions.key("flags." + feature.label() + ".percent")
        .doubleType()
        .defaultValue(FeatureRule.ON.percent())
        .withDescription(
            feature.description()
                + " For this share of the layers, chosen by their ids, 0 to 100.");
  }

  /** Layers that have a feature in any case. */
  public static ConfigOption<String> allow(Feature feature) {
    return ConfigOptions.key("flags." + feature.label() + ".allow")
        .stringType()
        .defaultValue("")
        .withDescription(
            "Layers that have " + feature.label() + " whatever the share is, by commas.");
  }

  /** Layers that do not have a feature. */
  public static ConfigOption<String> block(Feature feature) {
    return ConfigOptions.key("flags." + feature.label() + ".block")
        .stringType()
        .defaultValue("")
        .withDescription(
            "Layers that do not have " + feature.label() + " whatever the share is, by commas.");
  }

  static List<ConfigOption<?>> all() {
    List<ConfigOption<?>> all = new ArrayList<>(List.of(ENABLED));
    for (Feature feature : Feature.values()) {
      all.add(percent(feature));
      all.add(allow(feature));
      all.add(block(feature));
    }
    return List.copyOf(all);
  }

  static FeatureFlags resolve(Configuration values, FeatureFlags base) {
    Map<Feature, FeatureRule> rules = new EnumMap<>(Feature.class);
    for (Feature feature : Feature.values()) {
      rules.put(feature, rule(feature, values, base.rule(feature)));
    }
    return new FeatureFlags(values.getOptional(ENABLED).orElse(base.enabled()), rules);
  }

  private static FeatureRule rule(Feature feature, Configuration values, FeatureRule base) {
    return new FeatureRule(
        values.getOptional(percent(feature)).orElse(base.percent()),
        values.getOptional(allow(feature)).map(FlagKeys::layers).orElse(base.allow()),
        values.getOptional(block(feature)).map(FlagKeys::layers).orElse(base.block()));
  }

  private static Set<String> layers(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(layer -> !layer.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
