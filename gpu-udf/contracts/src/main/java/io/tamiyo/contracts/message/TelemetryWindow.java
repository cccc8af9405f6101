package io.tamiyo.contracts.message;

/**
 * The span that a report sums up, on the sender's clock.
 *
 * @param start seconds since the epoch
 * @param end seconds since the epoch
 */
public record TelemetryWindow(double start, double end) {

  /** A report of an instant that the sender did not name. */
  public static final TelemetryWindow NONE = new TelemetryWindow(0, 0);

  public TelemetryWindow {
    if (!Double.isFinite(start) || !Double.isFinite(end)) {
      throw new IllegalArgumentException("telemetry_window is not finite: " + start + ", " + end);
    }
  }
}
