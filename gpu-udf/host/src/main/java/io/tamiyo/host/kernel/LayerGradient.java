package io.tamiyo.host.kernel;

import java.util.Map;

/**
 * The gradient of the loss by what the seeds of a layer do; summed over all training forwards since
 * it was last taken.
 *
 * @param byScale dL/dA of {@code y = A·x + B}, one value per feature
 * @param byShift dL/dB, one value per feature
 * @param modules by seed, dL by each weight of its module, in the order of the kind; alpha is in it
 */
public record LayerGradient(float[] byScale, float[] byShift, Map<Integer, double[]> modules) {

  public LayerGradient {
    modules = Map.copyOf(modules);
  }
}
