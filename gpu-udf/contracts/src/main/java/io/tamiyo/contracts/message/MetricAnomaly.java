package io.tamiyo.contracts.message;

/**
 * A value that a layer found unusual itself.
 *
 * @param metric its name
 * @param value what was measured
 * @param expectedLow the least value that would have been usual
 * @param expectedHigh the greatest value that would have been usual
 * @param severity the sender's word, {@code high} or {@code medium}
 */
public record MetricAnomaly(
    String metric, double value, double expectedLow, double expectedHigh, String severity) {}
