package io.tamiyo.host.kernel;

/**
 * How the features of a layer are divided among its seeds: seed k owns the features {@code
 * start(k)} to {@code end(k)}, the end excluded. Chunks lie side by side in the order of the seeds;
 * where the division leaves a remainder of r features, the first r chunks hold one feature more. So
 * every feature belongs to exactly one seed, and sizes differ by one at most.
 *
 * @param features width of the layer
 * @param seeds number of seeds, at most one per feature
 */
public record ChunkLayout(int features, int seeds) {

  public ChunkLayout {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds is %d, at least 1 is needed".formatted(seeds));
    }
    if (features < seeds) {
      throw new IllegalArgumentException(
          "features is %d, fewer than seeds (%d): every seed needs a feature"
              .formatted(features, seeds));
    }
  }

  /** The first feature of a seed. */
  public int start(int seed) {
    checkSeed(seed);
    return seed * (features / seeds) + Math.min(seed, remainder());
  }

  /** The feature after the last one of a seed. */
  public int end(int seed) {
    return start(seed) + size(seed);
  }

  /** How many features a seed owns. */
  public int size(int seed) {
    checkSeed(seed);
    return features / seeds + (seed < remainder() ? 1 : 0);
  }

  /** The seed that owns a feature. */
  public int seedOf(int feature) {
    if (feature < 0 || feature >= features) {
      throw new IndexOutOfBoundsException(
          "feature is %d, the layer has %d".formatted(feature, features));
    }
    int size = features / seeds;
    int inLargerChunks = remainder() * (size + 1);
    if (feature < inLargerChunks) {
      return feature / (size + 1);
    }
    return remainder() + (feature - inLargerChunks) / size;
  }

  private int remainder() {
    return features % seeds;
  }

  private void checkSeed(int seed) {
    if (seed < 0 || seed >= seeds) {
      throw new IndexOutOfBoundsException("seed is %d, the layer has %d".formatted(seed, seeds));
    }
  }
}
