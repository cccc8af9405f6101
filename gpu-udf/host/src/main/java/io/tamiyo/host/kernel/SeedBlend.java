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
   * @param blueprint its weights, one pair per feature of the chunk
   */
  record Graft(BlendStrategy strategy, double alpha, Blueprint blueprint) implements SeedBlend {
    public Graft {
      if (!(alpha >= 0 && alpha <= 1)) {
        throw new IllegalArgumentException("alpha is %s, not in 0..1".formatted(alpha));
      }
    }
  }
}
