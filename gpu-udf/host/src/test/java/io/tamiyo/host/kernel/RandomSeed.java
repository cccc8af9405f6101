package io.tamiyo.host.kernel;

import java.util.SplittableRandom;

/**
 * A fresh seed for each run, or the one of {@code -Dtamiyo.test.seed}, to be named in every
 * assertion that depends on it.
 */
public final class RandomSeed {

  private RandomSeed() {}

  public static long next() {
    return Long.getLong("tamiyo.test.seed", new SplittableRandom().nextLong());
  }
}
