package io.tamiyo.host.kernel;

import io.tamiyo.host.blueprint.Blueprint;

/** What a seed does to the features of its chunk. */
public sealed interface SeedBlend {

  /** The one way to leave a chunk as it is. */
  SeedBlend PASS_THROUGH = new PassThrough();

  /** The chunk passes unchanged, bit by bit. */
  record PassThrough() implements SeedBlend {}

  /**
   * The blueprint is blended in.
   *
   * @param strategy how the blueprint enters
   * @param alpha its strength, 0 (not at all) to 1 (in full)
   * @param blueprint its weights
   */
  record Graft(BlendStrategy strategy, double alpha, Blueprint blueprint) implements SeedBlend {
    public Graft {
      if (!(alpha >= 0 && alpha <= 1)) {
        throw new IllegalArgumentException("alpha is %s, not in 0..1".formatted(alpha));
      }
    }

    void requireFits(ChunkLayout layout, int seed) {
      if (blueprint.features() != layout.size(seed)) {
        throw new IllegalArgumentException(
            "the blueprint of seed %d covers %d features, its chunk has %d"
                .formatted(seed, blueprint.features(), layout.size(seed)));
      }
    }
  }
}
