package io.tamiyo.host.telemetry;

/** How urgent a message is. */
public enum Lane {
  /**
   * Acknowledgements, events and signs of life: sent at once, before all telemetry, and never
   * dropped; what causes them is bounded by what Redis delivers.
   */
  URGENT,
  /** Reports: collected for a moment into one entry, and dropped oldest first beyond the bound. */
  TELEMETRY
}
