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
 * @param origin its revision when it was given the weights that it has: on entering TRAINING or
 *     GRAFTING, or by name in TRAINING; null while it has none. It tells one graft from another,
 *     even of the same blueprint
 * @param trial what its blueprint must prove still, or null
 */
public record Seed(
    int id,
    SeedState state,
    Revision revision,
    int epochsInState,
    @Nullable String blueprintId,
    GraftingStrategy strategy,
    @Nullable Revision origin,
    @Nullable BlueprintTrial trial) {

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

  /** A seed that has not been given weights. */
  public Seed(
      int id,
      SeedState state,
      Revision revision,
      int epochsInState,
      @Nullable String blueprintId,
      GraftingStrategy strategy) {
    this(id, state, revision, epochsInState, blueprintId, strategy, null);
  }

  /** A seed whose blueprint need not prove anything. */
  public Seed(
      int id,
      SeedState state,
      Revision revision,
      int epochsInState,
      @Nullable String blueprintId,
      GraftingStrategy strategy,
      @Nullable Revision origin) {
    this(id, state, revision, epochsInState, blueprintId, strategy, origin, null);
  }

  /** A seed that has never been changed. */
  public static Seed dormant(int id, long hostEpoch) {
    Revision first = new Revision(hostEpoch, 0);
    return new Seed(id, SeedState.DORMANT, first, 0, null, GraftingStrategy.GRADUAL);
  }

  /**
   * The seed after a change of state: its revision grows by one and its epochs begin anew. It gives
   * up its blueprint where it leaves the computation, but for one case: rolled back, it has the
   * blueprint of before the graft still.
   */
  public Seed entering(SeedState next) {
    Revision entered = revision.next();
    boolean stopped =
        next == SeedState.DORMANT || next == SeedState.CULLED || next == SeedState.CANCELLED;
    String kept = stopped ? null : blueprintId;
    return new Seed(id, next, entered, 0, kept, strategy, originIn(next, entered), trialIn(next));
  }

  private @Nullable BlueprintTrial trialIn(SeedState next) {
    return switch (next) {
      case GERMINATED, TRAINING, GRAFTING, STABILIZATION, EVALUATING -> trial;
      case DORMANT, FINE_TUNING, FOSSILIZED, CULLED, CANCELLED, ROLLED_BACK -> null;
    };
  }

  private @Nullable Revision originIn(SeedState next, Revision entered) {
    return switch (next) {
      case TRAINING, GRAFTING -> entered;
      case STABILIZATION, EVALUATING, FINE_TUNING, FOSSILIZED -> origin;
      case DORMANT, GERMINATED, CULLED, CANCELLED, ROLLED_BACK -> null;
    };
  }

  /** The same revision with other weights, named as part of a change of state. */
  public Seed grafting(@Nullable String weights) {
    return new Seed(id, state, revision, epochsInState, weights, strategy, origin, trial);
  }

  /**
   * The seed after a change of its blueprint: its revision grows by one.
   *
   * @param newTrial what the blueprint must prove, or null
   */
  public Seed updated(
      String newBlueprintId, GraftingStrategy newStrategy, @Nullable BlueprintTrial newTrial) {
    Revision next = revision.next();
    Revision given = origin == null ? null : next;
    return new Seed(id, state, next, epochsInState, newBlueprintId, newStrategy, given, newTrial);
  }

  /** The seed after one more training epoch. */
  public Seed afterEpoch() {
    int epochs = epochsInState == Integer.MAX_VALUE ? epochsInState : epochsInState + 1;
    return new Seed(id, state, revision, epochs, blueprintId, strategy, origin, trial);
  }

  /** The seed as it begins another life of its layer. */
  Seed rewound(long hostEpoch) {
    Revision first = new Revision(hostEpoch, 0);
    Revision given = origin == null ? null : first;
    return new Seed(id, state, first, epochsInState, blueprintId, strategy, given, trial);
  }

  /** What acknowledgements say of it. */
  public SeedOutcome outcome() {
    return new SeedOutcome(id, state, revision);
  }
}
