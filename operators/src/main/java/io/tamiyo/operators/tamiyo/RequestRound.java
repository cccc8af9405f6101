package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Plan;
import java.util.List;

/**
 * How the requests of a layer stand after one evaluation.
 *
 * @param plans those that were read back and are not done, in the order of their requests
 * @param selected new ones that shall be written
 */
record RequestRound(List<Plan> plans, List<Plan> selected) {
  RequestRound {
    plans = List.copyOf(plans);
    selected = List.copyOf(selected);
  }
}
