package io.tamiyo.operators.config;

import io.tamiyo.operators.aggregation.AggregationOptions;
import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.limits.LimitOptions;
import io.tamiyo.operators.ordering.OrderingOptions;
import io.tamiyo.operators.routing.RoutingRules;
import io.tamiyo.operators.tamiyo.PolicyOptions;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.io.Serializable;
import java.util.Set;

/**
 * Every option that may change while the job runs, as it holds for one layer.
 *
 * @param limits how much may be sent to it
 * @param aggregation how its reports are summed up
 * @param routing where else what is published about it goes
 * @param flags which features are on for which layers
 * @param features those that are on for this one
 */
public record LayerConfig(
    OrderingOptions ordering,
    DetectionOptions detection,
    PolicyOptions policy,
    TrackingOptions tracking,
    LimitOptions limits,
    AggregationOptions aggregation,
    RoutingRules routing,
    FeatureFlags flags,
    Set<Feature> features)
    implements Serializable {

  /** The documents' values. */
  public static final LayerConfig DEFAULTS =
      new LayerConfig(
          OrderingOptions.DEFAULTS,
          DetectionOptions.DEFAULTS,
          PolicyOptions.DEFAULTS,
          TrackingOptions.DEFAULTS);

  public LayerConfig {
    features = Set.copyOf(features);
  }

  /** Nothing is limited, and all features are on. */
  public LayerConfig(
      OrderingOptions ordering,
      DetectionOptions detection,
      PolicyOptions policy,
      TrackingOptions tracking) {
    this(
        ordering,
        detection,
        policy,
        tracking,
        LimitOptions.DEFAULTS,
        AggregationOptions.DEFAULTS,
        RoutingRules.NONE,
        FeatureFlags.DEFAULTS,
        Set.of(Feature.values()));
  }

  /** Whether a feature is on. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** The same with the features of a layer, and without retries where they are off. */
  LayerConfig of(String layer) {
    if (flags.equals(FeatureFlags.DEFAULTS)) {
      return this;
    }
    Set<Feature> own = flags.of(layer);
    TrackingOptions sending =
        own.contains(Feature.RETRIES)
            ? tracking
            : new TrackingOptions(tracking.maxInFlight(), tracking.retryAfterMs(), 1);
    return new LayerConfig(
        ordering, detection, policy, sending, limits, aggregation, routing, flags, own);
  }

  /** The same with every least number of training epochs multiplied by {@code scale}. */
  public LayerConfig withEpochScale(double scale) {
    PolicyOptions scaled =
        new PolicyOptions(
            policy.enabled(),
            policy.dormancyThreshold(),
            policy.wakeShare(),
            policy.maxCommandsPerRound(),
            policy.staleAfterMs(),
            policy.lifecycle().withEpochsScaledBy(scale));
    return new LayerConfig(
        ordering, detection, scaled, tracking, limits, aggregation, routing, flags, features);
  }
}
