package io.tamiyo.host.checkpoint;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.store.StoreFailure;
import java.util.List;
import java.util.Map;

/**
 * A layer at one moment: all that is needed to put its seeds back, bit for bit.
 *
 * @param features width of the layer
 * @param trainingEpoch training epochs that its host had completed
 * @param recordNumber of the last record that the seeds contain
 * @param seeds as they were
 * @param live what each of them had learned; weights of a former origin are left out
 * @param kept the blueprints that seeds name, by id, as they were grafted
 */
public record LayerCheckpoint(
    int features,
    long trainingEpoch,
    long recordNumber,
    SeedTable seeds,
    List<LiveWeights> live,
    Map<String, Blueprint> kept) {

  public LayerCheckpoint {
    live = live.stream().filter(weights -> belongs(weights, seeds)).toList();
    kept = Map.copyOf(kept);
  }

  private static boolean belongs(LiveWeights weights, SeedTable seeds) {
    return seeds.has(weights.seedId())
        && weights.origin().equals(seeds.seed(weights.seedId()).origin());
  }

  /** The same with the blueprints that its seeds name. */
  public LayerCheckpoint withKept(Map<String, Blueprint> blueprints) {
    return new LayerCheckpoint(features, trainingEpoch, recordNumber, seeds, live, blueprints);
  }

  /** The seeds as they begin another life of the layer, with the weights that they had. */
  public LayerCheckpoint rewound(long hostEpoch) {
    Revision first = new Revision(hostEpoch, 0);
    return new LayerCheckpoint(
        features,
        trainingEpoch,
        recordNumber,
        seeds.rewound(hostEpoch),
        live.stream().map(weights -> weights.rewound(first)).toList(),
        kept);
  }

  /**
   * Makes sure that it is of a layer of this shape.
   *
   * @throws StoreFailure when it is not
   */
  public void requireShape(String id, int otherFeatures, SeedTable other) {
    if (!seeds.layerId().equals(other.layerId())
        || features != otherFeatures
        || seeds.size() != other.size()) {
      throw new StoreFailure(
          "checkpoint %s is of layer %s with %d features and %d seeds, not of %s with %d and %d"
              .formatted(
                  id,
                  seeds.layerId(),
                  features,
                  seeds.size(),
                  other.layerId(),
                  otherFeatures,
                  other.size()));
    }
  }
}
