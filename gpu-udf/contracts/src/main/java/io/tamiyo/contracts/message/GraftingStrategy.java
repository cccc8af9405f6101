package io.tamiyo.contracts.message;

/** How a blueprint's share of the output grows; on the wire in lower case. */
public enum GraftingStrategy {
  IMMEDIATE,
  GRADUAL,
  CONDITIONAL,
  ADAPTIVE,
  SAFE
}
