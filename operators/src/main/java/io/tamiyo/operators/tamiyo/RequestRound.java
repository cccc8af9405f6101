package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Plan;
import java.util.List;

/**
 * How the requests of a layer stand after one evaluation.
 *
 * @param plans those that were read back and are not done, in the order of their requests
 * @param selected new ones that shall be written
 * @param done ids of requests that were closed since nothing is left of them to do
 */
record RequestRound(List<Plan> plans, List<Plan> selected, List<String> done) {
  /** When nothing was looked at. */
  static final RequestRound NONE = new RequestRound(List.of(), List.of(), List.of());

  RequestRound {
    plans = List.copyOf(plans);
    selected = List.copyOf(selected);
    done = List.copyOf(done);
  }
}
