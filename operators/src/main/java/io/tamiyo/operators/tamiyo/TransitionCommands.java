package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.command.CommandId;
import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Commands as decisions call for them: one a seed, so that no seed waits for another. */
final class TransitionCommands {

  private static final String SOURCE = "tamiyo";
  private static final int TIMEOUT_MS = 5_000;

  private TransitionCommands() {}

  /** A command of epoch 0; whoever sends it puts in its own. */
  static LifecycleTransitionCommand of(Occasion occasion, Decision decision, Revision revision) {
    List<SeedTarget> targets = List.of(new SeedTarget(decision.seedId(), revision));
    String action = "transition:" + decision.target() + (decision.force() ? ":force" : "");
    String id = CommandId.of(occasion.layerId(), targets, action, new TreeMap<>());
    Header header = Header.of(id, occasion.now() / 1000.0, SOURCE);
    String requestId = decision.requestId();
    return new LifecycleTransitionCommand(
        requestId == null ? header : header.answering(requestId),
        occasion.layerId(),
        decision.seedId(),
        decision.target(),
        Map.of(),
        decision.priority(),
        TIMEOUT_MS,
        decision.force(),
        decision.reason(),
        new Fence(0, targets),
        occasion.cause());
  }
}
