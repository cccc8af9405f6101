package io.tamiyo.operators.ordering.across;

import java.util.List;

/**
 * What is kept of a {@link GlobalOrder}.
 *
 * @param next the number of the next arrival
 * @param greatest the greatest clock of all layers
 * @param passed the place of the last that went in order
 * @param lines the layers that are waited for, or wait
 */
public record GlobalState(long next, Moment greatest, Turn passed, List<LayerLineState> lines) {}
