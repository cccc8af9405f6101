package io.tamiyo.operators.anomaly;

import java.util.List;

/**
 * A {@link LayerHistory} as it is kept in state. The sums are kept too: sums that are built again
 * from the rows differ in their last bit, and a decision might with them.
 *
 * @param metrics names, in the order of the columns
 * @param seeds columns of each metric
 * @param window rows that the history keeps at most
 * @param ordinal reports that were added so far
 * @param rows oldest first; NaN where nothing finite was measured. A row is never written again, so
 *     it is shared with the history in memory
 * @param sums of each column
 * @param alarmed by metric, whether it is unusual since an alert
 */
public record StoredHistory(
    List<String> metrics,
    int seeds,
    int window,
    long ordinal,
    List<float[]> rows,
    ColumnSums sums,
    boolean[] alarmed) {}
