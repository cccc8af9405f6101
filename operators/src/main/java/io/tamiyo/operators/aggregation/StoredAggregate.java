package io.tamiyo.operators.aggregation;

/**
 * A {@link MetricAggregate} as it is kept in state.
 *
 * @param name of the metric in the aggregate
 * @param sketch as {@link QuantileSketch} writes itself
 */
public record StoredAggregate(String name, Moments moments, long nonFinite, byte[] sketch) {}
