package io.tamiyo.operators.ordering.across;

/** How the deliveries of different layers are ordered against each other. */
public enum AcrossStrategy {
  /** They are not: each layer goes its own way, in one vertex. */
  NONE,
  /** By the ids of their entries; see {@link GlobalOrder}. */
  GLOBAL,
  /** What a message depends on goes first; see {@link CausalOrder}. */
  CAUSAL
}
