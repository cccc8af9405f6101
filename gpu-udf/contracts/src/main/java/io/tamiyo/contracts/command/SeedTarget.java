package io.tamiyo.contracts.command;

/**
 * A seed as the sender of a command saw it; the host refuses the command when the seed has changed
 * since.
 *
 * @param seedId 0 to n − 1
 * @param revision the revision that was decided on
 */
public record SeedTarget(int seedId, Revision revision) {
  public SeedTarget {
    if (seedId < 0) {
      throw new IllegalArgumentException("seed_id is negative: " + seedId);
    }
  }
}
