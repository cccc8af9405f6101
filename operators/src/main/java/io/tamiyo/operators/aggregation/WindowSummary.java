package io.tamiyo.operators.aggregation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a window has come to.
 *
 * @param startMs of the layer's stream
 * @param endMs of the layer's stream; earlier than the window's where the layer has gone
 * @param totalSeeds of the last report
 * @param activeSeeds of the last report
 * @param reports that were summed up
 * @param late reports that came too late to be
 * @param leftOut columns and values of more metrics than are kept
 * @param summary {@code <metric>_<mean|std|min|max|p50|p95|p99>}
 * @param values by metric, how many were summed up
 * @param nonFinite by metric, how many could not be, where there were any
 */
record WindowSummary(
    long startMs,
    long endMs,
    int totalSeeds,
    int activeSeeds,
    long reports,
    long late,
    long leftOut,
    Map<String, Double> summary,
    Map<String, Long> values,
    Map<String, Long> nonFinite) {

  WindowSummary {
    summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    nonFinite = Collections.unmodifiableMap(new LinkedHashMap<>(nonFinite));
  }
}
