package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.operators.delivery.Delivery;
import java.util.List;

/**
 * What Tamiyo would send, having seen a delivery. Proposing is idempotent: the same view gives the
 * same ids, and {@code track} decides which of them are sent.
 *
 * @param delivery what was seen
 * @param now the layer's clock: the greatest time of its inbound stream so far. What is read from
 *     the control log does not move it, since that may be read further ahead than the answers
 * @param commands with fences of epoch 0, most urgent first
 * @param plans selections for requests that have none yet, of epoch 0
 * @param alerts what people should know
 * @param done ids of requests that end here with nothing left to do, which nobody is told
 */
public record Proposal(
    Delivery delivery,
    long now,
    List<Command> commands,
    List<Plan> plans,
    List<PerformanceAlert> alerts,
    List<String> done) {

  public Proposal {
    commands = List.copyOf(commands);
    plans = List.copyOf(plans);
    alerts = List.copyOf(alerts);
    done = List.copyOf(done);
  }
}
