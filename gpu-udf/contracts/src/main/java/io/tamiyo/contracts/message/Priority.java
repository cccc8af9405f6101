package io.tamiyo.contracts.message;

/** How soon a command should be handled; on the wire in lower case. */
public enum Priority {
  LOW,
  NORMAL,
  HIGH,
  CRITICAL
}
