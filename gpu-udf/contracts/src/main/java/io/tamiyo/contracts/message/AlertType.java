package io.tamiyo.contracts.message;

/** What an alert tells of; on the wire in lower case. */
public enum AlertType {
  DEGRADATION,
  IMPROVEMENT,
  ANOMALY,
  THRESHOLD_EXCEEDED,
  RESOURCE_EXHAUSTION
}
