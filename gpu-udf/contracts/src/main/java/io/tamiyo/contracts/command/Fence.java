package io.tamiyo.contracts.command;

import java.util.List;

/**
 * What entitles a command to be applied: the incarnation of the job that sent it, and each seed at
 * the revision it was decided on. Hosts check it in the order of the control log.
 *
 * @param jobEpoch the incarnation of the job
 * @param targets the seeds, "all" expanded, in ascending order
 */
public record Fence(long jobEpoch, List<SeedTarget> targets) {

  /** What a command on a wire without fences carries. */
  public static final Fence NONE = new Fence(0, List.of());

  public Fence {
    targets = List.copyOf(targets);
  }

  /** The same targets, sent by another incarnation. */
  public Fence withJobEpoch(long epoch) {
    return new Fence(epoch, targets);
  }
}
