package io.tamiyo.contracts.command;

/**
 * How often a seed has changed, within the life of one host store. It grows by one on every applied
 * command or transition of the seed's own.
 *
 * @param hostEpoch the store that counts; a host without a store draws a new one
 * @param number changes since that store began, from 0
 */
public record Revision(long hostEpoch, long number) implements Comparable<Revision> {

  /** What a wire without revisions reports. */
  public static final Revision UNKNOWN = new Revision(-1, -1);

  /** The revision after one more change. */
  public Revision next() {
    return new Revision(hostEpoch, number + 1);
  }

  @Override
  public int compareTo(Revision other) {
    int byEpoch = Long.compare(hostEpoch, other.hostEpoch);
    return byEpoch != 0 ? byEpoch : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return hostEpoch + "." + number;
  }
}
