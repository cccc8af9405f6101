package io.tamiyo.operators.config;

import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.ordering.OrderingOptions;
import io.tamiyo.operators.tamiyo.PolicyOptions;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.io.Serializable;

/** Every option that may change while the job runs, as it holds for one layer. */
public record LayerConfig(
    OrderingOptions ordering,
    DetectionOptions detection,
    PolicyOptions policy,
    TrackingOptions tracking)
    implements Serializable {

  /** The documents' values. */
  public static final LayerConfig DEFAULTS =
      new LayerConfig(
          OrderingOptions.DEFAULTS,
          DetectionOptions.DEFAULTS,
          PolicyOptions.DEFAULTS,
          TrackingOptions.DEFAULTS);

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
    return new LayerConfig(ordering, detection, scaled, tracking);
  }
}
