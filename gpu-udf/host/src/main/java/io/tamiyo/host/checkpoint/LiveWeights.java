package io.tamiyo.host.checkpoint;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.grafting.AlphaState;

/**
 * What a seed has learned since it was given its weights.
 *
 * @param seedId which one
 * @param origin the seed's {@link io.tamiyo.host.seeds.Seed#origin} when it learned this; weights
 *     of another origin are another graft's
 * @param blueprint the weights
 * @param alpha where its graft stands
 */
public record LiveWeights(int seedId, Revision origin, Blueprint blueprint, AlphaState alpha) {

  /** The same in another life of the layer. */
  LiveWeights rewound(Revision newOrigin) {
    return new LiveWeights(seedId, newOrigin, blueprint, alpha);
  }
}
