package io.tamiyo.operators.limits;

/** What becomes of entries beyond a limit. */
public enum Excess {
  /** They wait until they may pass, as long as there is room for them. */
  PARK {
    @Override
    public boolean parks(long parked, int messages, long maxParked) {
      return parked + messages <= maxParked;
    }
  },
  /** They become dead letters, which are tried again by themselves. */
  DEAD_LETTER {
    @Override
    public boolean parks(long parked, int messages, long maxParked) {
      return false;
    }
  };

  /**
   * Whether an entry waits; otherwise it is a dead letter.
   *
   * @param parked messages of the layer that wait already
   * @param messages those of the entry
   * @param maxParked messages of a layer that may wait
   */
  public abstract boolean parks(long parked, int messages, long maxParked);
}
