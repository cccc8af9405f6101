package io.tamiyo.host.training;

import java.util.OptionalDouble;

/** The mean of what was added since the last {@link #clear}; unknown if nothing was. */
class WindowMean {

  private double sum;
  private long count;

  void add(double value) {
    sum += value;
    count++;
  }

  void clear() {
    sum = 0;
    count = 0;
  }

  OptionalDouble value() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
