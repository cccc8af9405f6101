package io.tamiyo.host.measurement;

import java.util.OptionalDouble;

/** The mean of what was added since the last {@link #clear}; unknown if nothing was. */
public class WindowMean {

  private double sum;
  private long count;

  public void add(double value) {
    sum += value;
    count++;
  }

  public void clear() {
    sum = 0;
    count = 0;
  }

  public OptionalDouble value() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
