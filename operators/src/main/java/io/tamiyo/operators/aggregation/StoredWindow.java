package io.tamiyo.operators.aggregation;

import java.util.List;

/**
 * A {@link LayerWindow} as it is kept in state.
 *
 * @param start of the window, milliseconds of the layer's stream
 * @param end of the window; where none is open, of the last one
 * @param open whether something has arrived in it
 * @param totalSeeds of the last report
 * @param activeSeeds of the last report
 * @param reports that were summed up
 * @param late reports that came too late to be
 * @param leftOut columns and values of more metrics than are kept
 * @param aggregates by metric, in the order in which the metrics came
 */
public record StoredWindow(
    long start,
    long end,
    boolean open,
    int totalSeeds,
    int activeSeeds,
    long reports,
    long late,
    long leftOut,
    List<StoredAggregate> aggregates) {}
