package io.tamiyo.operators.tamiyo;

/** How well a layer is seen. Nothing is decided unless it is {@link #CLEAR}. */
public enum Sight {
  /** No report has come yet. */
  NONE,
  /** The last report is too old. */
  STALE,
  /** The host has said goodbye. */
  GONE,
  /** Reports are recent. */
  CLEAR
}
