package io.tamiyo.contracts.lifecycle;

/** The names under which hosts report what they measure. */
public final class MetricNames {

  /** Mean of the seed's activations since the last report. */
  public static final String ACTIVATION_MEAN = "activation_mean";

  /** Variance of the seed's activations since the last report. */
  public static final String ACTIVATION_VARIANCE = "activation_variance";

  /** Training loss of the layer's network. */
  public static final String LOSS = "loss";

  /** Share of the held-out points that are classified right, 0 to 1. */
  public static final String ACCURACY = "accuracy";

  /** Forward time of the layer, milliseconds, mean per step. */
  public static final String COMPUTE_TIME_MS = "compute_time_ms";

  /** ‖blueprint(x) − x‖² / ‖x‖² over the seed's chunk, mean of the window. */
  public static final String RECONSTRUCTION_LOSS = "reconstruction_loss";

  /** Held-out accuracy with the seed at its alpha minus the same at alpha 0. */
  public static final String PERFORMANCE_DELTA = "performance_delta";

  /** 1 − min(1, std / mean of the loss) over the last 20 steps. */
  public static final String STABILITY_SCORE = "stability_score";

  /** As {@link #STABILITY_SCORE}, over the whole of FINE_TUNING. */
  public static final String FINAL_STABILITY = "final_stability";

  /** As {@link #PERFORMANCE_DELTA}, at the end of FINE_TUNING. */
  public static final String TOTAL_IMPROVEMENT = "total_improvement";

  /** Share of steps with non-finite values in the seed's chunk, 0 to 1. */
  public static final String ERROR_RATE = "error_rate";

  /** Errors since germination. */
  public static final String ERROR_COUNT = "error_count";

  private MetricNames() {}
}
