package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.LayerId;
import java.util.Map;

/**
 * A seed has changed its state, and the change is durable.
 *
 * @param metricsSnapshot what was measured of it just before
 * @param transitionDurationMs from the wish to the durable change
 * @param triggeredBy a command id, or {@code host} for a transition of the seed's own
 * @param success always true natively: what failed is not an event
 * @param revision its revision after the change
 */
public record StateTransitionEvent(
    Header header,
    String layerId,
    int seedId,
    SeedState fromState,
    SeedState toState,
    String reason,
    @Measured Map<String, Double> metricsSnapshot,
    double transitionDurationMs,
    String triggeredBy,
    boolean success,
    @NativeOnly Revision revision)
    implements Message {

  public StateTransitionEvent {
    LayerId.require(layerId);
    if (seedId < 0) {
      throw new IllegalArgumentException("seed_id is negative: " + seedId);
    }
    metricsSnapshot = Copies.ordered(metricsSnapshot);
  }
}
