package io.tamiyo.contracts.message;

/** How bad an alert is; on the wire in lower case. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL
}
