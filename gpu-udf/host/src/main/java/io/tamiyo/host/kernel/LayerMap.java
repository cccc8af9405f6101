package io.tamiyo.host.kernel;

import io.tamiyo.host.blueprint.Blueprint;
import java.util.ArrayList;
import java.util.List;

/**
 * What all seeds of a layer do together: one affine map, and the modules that are no such map.
 *
 * @param affine leaves the chunks of modules as they are
 * @param modules in the order of their seeds
 */
public record LayerMap(AffineVectors affine, List<Module> modules) {

  /**
   * A module in force, blended linearly: {@code alpha·module(x) + (1 − alpha)·x}.
   *
   * @param seed whose chunk it changes
   * @param alpha its strength, above 0, at most 1
   * @param blueprint its weights
   */
  public record Module(int seed, double alpha, Blueprint blueprint) {}

  public LayerMap {
    modules = List.copyOf(modules);
  }

  /** The map that leaves all features as they are, bit by bit. */
  public static LayerMap identity(int features) {
    return new LayerMap(AffineVectors.identity(features), List.of());
  }

  /**
   * Compiles what each seed does.
   *
   * @throws IllegalArgumentException if there is not one blend per seed, or a blueprint does not
   *     fit its chunk
   */
  public static LayerMap compile(ChunkLayout layout, List<SeedBlend> blends) {
    List<SeedBlend> affine = new ArrayList<>(blends);
    List<Module> modules = new ArrayList<>();
    for (int seed = 0; seed < blends.size(); seed++) {
      if (blends.get(seed) instanceof SeedBlend.Graft graft
          && !graft.blueprint().kind().isAffine()) {
        affine.set(seed, SeedBlend.PASS_THROUGH);
        if (graft.alpha() > 0) {
          graft.requireFits(layout, seed);
          modules.add(new Module(seed, graft.alpha(), graft.blueprint()));
        }
      }
    }
    return new LayerMap(AffineVectors.compile(layout, affine), modules);
  }

  /** Whether no seed is active, so that the forward may return its input. */
  public boolean isIdentity() {
    return affine.isIdentity() && modules.isEmpty();
  }
}
