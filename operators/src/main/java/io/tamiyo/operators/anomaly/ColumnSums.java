package io.tamiyo.operators.anomaly;

/**
 * Running sums of columns, each about a pivot near its values, so that the variance of large values
 * that differ little is not lost in rounding.
 *
 * @param counts values of each column
 * @param pivots what is subtracted from each value
 * @param sums of the differences
 * @param squares of the differences
 */
public record ColumnSums(int[] counts, double[] pivots, double[] sums, double[] squares) {

  /** Of nothing. */
  static ColumnSums ofNothing(int columns) {
    return new ColumnSums(
        new int[columns], new double[columns], new double[columns], new double[columns]);
  }

  ColumnSums copy() {
    return new ColumnSums(counts.clone(), pivots.clone(), sums.clone(), squares.clone());
  }

  /** Adds a value of each column, none where it is NaN. */
  void add(float[] row) {
    for (int column = 0; column < row.length; column++) {
      if (!Float.isNaN(row[column])) {
        add(column, row[column]);
      }
    }
  }

  /** Removes the values of a row and adds those of another. */
  void replace(float[] oldest, float[] newest) {
    for (int column = 0; column < newest.length; column++) {
      float before = oldest[column];
      float after = newest[column];
      if (Float.isNaN(before) || Float.isNaN(after) || counts[column] == 1) {
        replaceOne(column, before, after);
        continue;
      }
      double removed = before - pivots[column];
      double added = after - pivots[column];
      sums[column] = sums[column] - removed + added;
      squares[column] = squares[column] - removed * removed + added * added;
    }
  }

  private void replaceOne(int column, float before, float after) {
    if (!Float.isNaN(before)) {
      remove(column, before);
    }
    if (!Float.isNaN(after)) {
      add(column, after);
    }
  }

  void add(int column, double value) {
    if (counts[column] == 0) {
      pivots[column] = value;
      sums[column] = 0;
      squares[column] = 0;
    }
    counts[column]++;
    double distance = value - pivots[column];
    sums[column] += distance;
    squares[column] += distance * distance;
  }

  void remove(int column, double value) {
    counts[column]--;
    double distance = value - pivots[column];
    sums[column] -= distance;
    squares[column] -= distance * distance;
  }

  double mean(int column) {
    return pivots[column] + sums[column] / counts[column];
  }

  /** With n − 1 as divisor, never negative; of at least two values. */
  double variance(int column) {
    int count = counts[column];
    double sum = sums[column];
    return Math.max(0, (squares[column] - sum * sum / count) / (count - 1));
  }

  /** Builds the sums again, from rows oldest first, about the means of now. */
  void refresh(Iterable<float[]> rows) {
    for (int column = 0; column < counts.length; column++) {
      pivots[column] = counts[column] == 0 ? 0 : mean(column);
      counts[column] = 0;
      sums[column] = 0;
      squares[column] = 0;
    }
    for (float[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        double value = row[column];
        if (!Double.isNaN(value)) {
          double distance = value - pivots[column];
          counts[column]++;
          sums[column] += distance;
          squares[column] += distance * distance;
        }
      }
    }
  }
}
