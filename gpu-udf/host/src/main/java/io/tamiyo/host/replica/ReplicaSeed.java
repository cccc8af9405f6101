package io.tamiyo.host.replica;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.seeds.Seed;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A seed as replicas put it in force.
 *
 * @param seedId 0 to n − 1
 * @param state where it is
 * @param revision of its last change
 * @param epochsInState training epochs since it entered its state
 * @param blueprintId the weights that it grafts or shall graft; empty for none
 * @param strategy how the share of these weights grows
 * @param origin its revision when it was given its weights; {@link Revision#UNKNOWN} for none
 * @param weights what a kernel needs for it, base64
 */
public record ReplicaSeed(
    int seedId,
    SeedState state,
    Revision revision,
    int epochsInState,
    String blueprintId,
    GraftingStrategy strategy,
    Revision origin,
    String weights) {

  static ReplicaSeed of(Seed seed, byte[] weights) {
    String blueprint = seed.blueprintId();
    Revision origin = seed.origin();
    return new ReplicaSeed(
        seed.id(),
        seed.state(),
        seed.revision(),
        seed.epochsInState(),
        blueprint == null ? "" : blueprint,
        seed.strategy(),
        origin == null ? Revision.UNKNOWN : origin,
        Base64.getEncoder().encodeToString(weights));
  }

  Seed seed() {
    @Nullable String blueprint = blueprintId.isEmpty() ? null : blueprintId;
    @Nullable Revision given = origin.equals(Revision.UNKNOWN) ? null : origin;
    return new Seed(seedId, state, revision, epochsInState, blueprint, strategy, given);
  }

  /**
   * @throws IllegalArgumentException when they are not base64
   */
  byte[] weightBytes() {
    return Base64.getDecoder().decode(weights);
  }
}
