package io.tamiyo.host.training;

import io.tamiyo.host.measurement.ForwardCount;
import io.tamiyo.host.measurement.LossHistory;

/**
 * What all seeds of a layer share of the steps that have passed.
 *
 * @param forwards how many were measured
 * @param losses of the network
 */
record LayerSteps(ForwardCount forwards, LossHistory losses) {

  /** No step has passed. */
  static LayerSteps none() {
    return new LayerSteps(new ForwardCount(), new LossHistory());
  }
}
