package io.tamiyo.operators.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Resolves the options of a layer: a value set for the layer, else one set for all, else the job's
 * own.
 */
public final class LayerConfigs {

  private static final List<ConfigOption<?>> OPTIONS = options();
  private static final Set<String> KEYS =
      OPTIONS.stream().map(ConfigOption::key).collect(Collectors.toUnmodifiableSet());

  private final LayerConfig defaults;

  /**
   * @param defaults the job's own options
   */
  public LayerConfigs(LayerConfig defaults) {
    this.defaults = defaults;
  }

  /** Every option that may change while the job runs, with its key, default and description. */
  public static List<ConfigOption<?>> options() {
    List<ConfigOption<?>> all = new ArrayList<>();
    all.addAll(OrderingKeys.all());
    all.addAll(DetectionKeys.all());
    all.addAll(PolicyKeys.all());
    all.addAll(LifecycleKeys.all());
    all.addAll(TrackingKeys.all());
    all.addAll(LimitKeys.all());
    all.addAll(AggregationKeys.all());
    all.addAll(RoutingKeys.all());
    all.addAll(FlagKeys.all());
    return List.copyOf(all);
  }

  /**
   * The options of a layer, with its features.
   *
   * @throws IllegalArgumentException as {@link #resolve(Map, Map)}
   */
  public LayerConfig resolve(String layer, Map<String, String> ofAll, Map<String, String> ofLayer) {
    return resolve(ofAll, ofLayer).of(layer);
  }

  /**
   * The options of any layer, whose features are still to be decided by its id.
   *
   * @param ofAll values by key set for all layers
   * @param ofLayer values by key set for this one
   * @throws IllegalArgumentException naming the keys, when a value can't be read or is out of range
   *     or two contradict each other
   */
  public LayerConfig resolve(Map<String, String> ofAll, Map<String, String> ofLayer) {
    if (ofAll.isEmpty() && ofLayer.isEmpty()) {
      return defaults;
    }
    Map<String, String> merged = new HashMap<>(ofAll);
    merged.putAll(ofLayer);
    Configuration values = Configuration.fromMap(merged);
    return new LayerConfig(
        OrderingKeys.resolve(values, defaults.ordering()),
        DetectionKeys.resolve(values, defaults.detection()),
        PolicyKeys.resolve(values, defaults.policy()),
        TrackingKeys.resolve(values, defaults.tracking()),
        LimitKeys.resolve(values, defaults.limits()),
        AggregationKeys.resolve(values, defaults.aggregation()),
        RoutingKeys.resolve(values, defaults.routing()),
        FlagKeys.resolve(values, defaults.flags()),
        defaults.features());
  }

  /**
   * Why these values may not be set, or empty when they may.
   *
   * @param key the option that changes
   * @param ofAll values set for all layers, the change included
   * @param ofLayers values set for each layer that the change concerns, the change included
   */
  public Optional<String> refusal(
      String key, Map<String, String> ofAll, Map<String, Map<String, String>> ofLayers) {
    if (!KEYS.contains(key)) {
      return Optional.of(
          "no option has the key "
              + key
              + Spelling.nearest(key, KEYS).map(known -> "; is " + known + " meant?").orElse(""));
    }
    return problem(key, "", ofAll, Map.of())
        .or(
            () ->
                ofLayers.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .flatMap(
                        layer ->
                            problem(key, " of layer " + layer.getKey(), ofAll, layer.getValue())
                                .stream())
                    .findFirst());
  }

  private Optional<String> problem(
      String key, String of, Map<String, String> ofAll, Map<String, String> ofLayer) {
    try {
      resolve(ofAll, ofLayer);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(key + of + " is refused: " + e.getMessage());
    }
  }
}
