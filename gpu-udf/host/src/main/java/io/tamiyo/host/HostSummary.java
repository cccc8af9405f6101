package io.tamiyo.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.PublisherCounts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a host says of itself at its end, as one line of JSON on standard output.
 *
 * @param sent messages in inbound streams that Redis has, each once; the ledger's {@code
 *     sent_by_hosts}
 * @param acks those of them that are acknowledgements
 * @param dropped reports that were given up while Redis was away
 * @param complete whether Redis has everything
 * @param trainingEpochs passes over the training set
 * @param accuracy share of held-out points that are classified right
 * @param states seeds in each lifecycle state
 */
record HostSummary(
    long sent,
    long acks,
    long dropped,
    boolean complete,
    @JsonProperty("training_epochs") long trainingEpochs,
    Accuracy accuracy,
    Map<SeedState, Integer> states) {

  /**
   * @param alone of the network before its seeds came, and before a planted disturbance
   * @param withSeeds with all seeds as they are
   * @param withoutSeeds with every layer as the identity
   */
  record Accuracy(
      double alone,
      @JsonProperty("with_seeds") double withSeeds,
      @JsonProperty("without_seeds") double withoutSeeds) {}

  static HostSummary of(
      PublisherCounts counts,
      boolean complete,
      long trainingEpochs,
      Accuracy accuracy,
      List<SeedTable> layers) {
    Map<SeedState, Integer> states = new EnumMap<>(SeedState.class);
    for (SeedTable layer : layers) {
      for (Seed seed : layer.seeds()) {
        states.merge(seed.state(), 1, Integer::sum);
      }
    }
    return new HostSummary(
        counts.sent(),
        counts.acknowledgements(),
        counts.dropped(),
        complete,
        trainingEpochs,
        accuracy,
        states);
  }

  String toJson() {
    try {
      return JsonMapper.builder().build().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary can't be written", e);
    }
  }
}
