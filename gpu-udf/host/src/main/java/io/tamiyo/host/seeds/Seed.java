package io.tamiyo.host.seeds;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.contracts.message.SeedOutcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One seed. Only what a command or a transition of its own changes counts as a revision; epochs are
 * counted beside it. What is measured of it, errors too, is a matter of {@link SeedReadings}.
 *
 * @param id 0 to n − 1
 * @param revision of its last change
 * @param epochsInState training epochs since it entered its state; after a restart those since the
 *     last durable record are missing, so that no seed leaves a state too early
 * @param blueprintId the weights that it grafts or shall graft, or null
 * @param strategy how the share of these weights grows
 */
public record Seed(
    int id,
    SeedState state,
    Revision revision,
    int epochsInState,
    @Nullable String blueprintId,
    GraftingStrategy strategy) {

  public Seed {
    if (id < 0) {
      throw new IllegalArgumentException("seed_id is negative: " + id);
    }
    if (epochsInState < 0) {
      throw new IllegalArgumentException("epochs_in_state is negative: " + epochsInState);
    }
    Objects.requireNonNull(state, "state is missing");
    Objects.requireNonNull(revision, "revision is missing");
    strategy = Objects.requireNonNullElse(strategy, GraftingStrategy.GRADUAL);
  }

  /** A seed that has never been changed. */
  public static Seed dormant(int id, long hostEpoch) {
    Revision first = new Revision(hostEpoch, 0);
    return new Seed(id, SeedState.DORMANT, first, 0, null, GraftingStrategy.GRADUAL);
  }

  /**
   * The seed after a change of state: its revision grows by one and its epochs begin anew. It gives
   * up its blueprint where it leaves the computation.
   */
  public Seed entering(SeedState next) {
    boolean stopped = next == SeedState.DORMANT || next.isEmbargoed();
    String kept = stopped ? null : blueprintId;
    return new Seed(id, next, revision.next(), 0, kept, strategy);
  }

  /** The same revision with other weights, named as part of a change of state. */
  public Seed grafting(@Nullable String weights) {
    return new Seed(id, state, revision, epochsInState, weights, strategy);
  }

  /** The seed after a change of its blueprint: its revision grows by one. */
  public Seed updated(String newBlueprintId, GraftingStrategy newStrategy) {
    return new Seed(id, state, revision.next(), epochsInState, newBlueprintId, newStrategy);
  }

  /** The seed after one more training epoch. */
  public Seed afterEpoch() {
    int epochs = epochsInState == Integer.MAX_VALUE ? epochsInState : epochsInState + 1;
    return new Seed(id, state, revision, epochs, blueprintId, strategy);
  }

  /** What acknowledgements say of it. */
  public SeedOutcome outcome() {
    return new SeedOutcome(id, state, revision);
  }
}
