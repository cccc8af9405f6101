package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.operators.delivery.Delivery;
import java.util.List;

/**
 * What Tamiyo would send, having seen a delivery. Proposing is idempotent: the same view gives the
 * same ids, and {@code track} decides which of them are sent.
 *
 * @param delivery what was seen
 * @param commands with fences of epoch 0, most urgent first
 * @param plans selections for requests that have none yet
 */
public record Proposal(Delivery delivery, List<Command> commands, List<Plan> plans) {
  public Proposal {
    commands = List.copyOf(commands);
    plans = List.copyOf(plans);
  }
}
