package io.tamiyo.host.layer;

import io.tamiyo.host.seeds.SeedTable;

/**
 * A layer between two of its records.
 *
 * @param seeds as they are
 * @param recordNumber of the last record that they contain
 */
public record LayerPoint(SeedTable seeds, long recordNumber) {}
