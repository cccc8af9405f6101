package io.tamiyo.operators.config;

import java.util.Locale;
import java.util.Optional;

/** What can be switched off, for all layers or for some, while the job runs. */
public enum Feature {
  /** Health reports are held against what was usual, and alerts raised. */
  ANOMALY_DETECTION("Whether health reports are held against what was usual."),
  /** Health reports are summed up. */
  AGGREGATION("Whether health reports are summed up in windows."),
  /** Sleeping seeds are woken. */
  WAKE("Whether Tamiyo wakes sleeping seeds."),
  /** Seeds go to their next state. */
  ADVANCE("Whether Tamiyo takes seeds to their next state."),
  /** Seeds that do harm are stopped. */
  STOP("Whether Tamiyo stops seeds that make errors or lower the performance."),
  /** What people ask for is carried out; while it is off, their requests wait. */
  PLAN("Whether requests of people are carried out; while not, they wait."),
  /** A command without an acknowledgement is sent again; while it is off, it is given up. */
  RETRIES("Whether a command is sent again when no acknowledgement comes.");

  private final String description;

  Feature(String description) {
    this.description = description;
  }

  /** What it is, for people. */
  public String description() {
    return description;
  }

  /** Its name in keys and commands. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The feature of a name in keys and commands. */
  public static Optional<Feature> labelled(String label) {
    for (Feature feature : values()) {
      if (feature.label().equals(label)) {
        return Optional.of(feature);
      }
    }
    return Optional.empty();
  }
}
