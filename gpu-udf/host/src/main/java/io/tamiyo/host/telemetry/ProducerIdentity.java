package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.naming.LayerId;

/**
 * Who numbers the entries.
 *
 * @param producer the host
 * @param epoch its start; a later one is greater
 */
public record ProducerIdentity(String producer, long epoch) {

  public ProducerIdentity {
    LayerId.require("producer", producer);
    if (epoch <= 0) {
      throw new IllegalArgumentException("producer_epoch is not positive: " + epoch);
    }
  }
}
