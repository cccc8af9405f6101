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
    return isKnown() ? OptionalDouble.of(mean()) : OptionalDouble.empty();
  }

  /** Whether anything was added. */
  public boolean isKnown() {
    return count > 0;
  }

  /** The mean as a bare number; means nothing unless it {@link #isKnown}. */
  public double mean() {
    return sum / count;
  }
}
