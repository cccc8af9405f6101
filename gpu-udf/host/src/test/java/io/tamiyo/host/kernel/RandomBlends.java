package io.tamiyo.host.kernel;

import io.tamiyo.host.blueprint.Blueprint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random states of a layer, and what they mean in plain double arithmetic. */
final class RandomBlends {

  private RandomBlends() {}

  static List<SeedBlend> draw(ChunkLayout layout, SplittableRandom random) {
    List<SeedBlend> blends = new ArrayList<>();
    for (int seed = 0; seed < layout.seeds(); seed++) {
      blends.add(random.nextInt(3) == 0 ? SeedBlend.PASS_THROUGH : graft(layout, seed, random));
    }
    return blends;
  }

  private static SeedBlend graft(ChunkLayout layout, int seed, SplittableRandom random) {
    BlendStrategy[] strategies = BlendStrategy.values();
    float[] scale = new float[layout.size(seed)];
    float[] shift = new float[layout.size(seed)];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = (float) random.nextDouble(-3, 3);
      shift[i] = (float) random.nextDouble(-3, 3);
    }
    double[] alphas = {0, 1, random.nextDouble()};
    return new SeedBlend.Graft(
        strategies[random.nextInt(strategies.length)],
        alphas[random.nextInt(alphas.length)],
        Blueprint.of(scale, shift));
  }

  /** One feature, written as the definitions of the strategies read. */
  static double reference(ChunkLayout layout, List<SeedBlend> blends, int feature, double x) {
    int seed = layout.seedOf(feature);
    if (!(blends.get(seed) instanceof SeedBlend.Graft graft)) {
      return x;
    }
    double s = graft.blueprint().scale(feature - layout.start(seed));
    double t = graft.blueprint().shift(feature - layout.start(seed));
    double full =
        switch (graft.strategy()) {
          case LINEAR -> s * x + t;
          case MULTIPLICATIVE -> s * x;
          case ADDITIVE -> x + t;
          case MIXED -> 0.5 * x + 0.5 * (s * x + t);
        };
    return graft.alpha() * full + (1 - graft.alpha()) * x;
  }
}
