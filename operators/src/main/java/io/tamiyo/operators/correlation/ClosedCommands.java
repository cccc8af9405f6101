package io.tamiyo.operators.correlation;

import io.tamiyo.contracts.command.Outcome;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commands whose way has ended, for as long as a further copy of one may still come: what that
 * leads to is no story of its own. The longest closed is forgotten first.
 */
final class ClosedCommands {

  private final Map<String, AwaitedCommand> byId = new LinkedHashMap<>();

  /** Takes one, unless it was refused for its epoch: a copy of the next one begins anew. */
  void take(AwaitedCommand command, int most) {
    if (command.outcome() == Outcome.STALE_EPOCH) {
      return;
    }
    byId.put(command.id(), command);
    Oldest.forget(byId.values(), most);
  }

  void restore(AwaitedCommand command) {
    byId.put(command.id(), command);
  }

  boolean has(String id) {
    return byId.containsKey(id);
  }

  int size() {
    return byId.size();
  }

  Collection<AwaitedCommand> all() {
    return List.copyOf(byId.values());
  }

  /**
   * Forgets those of which nothing was heard for longer than a time, and than their own.
   *
   * @return when the next one may be forgotten, or {@link Long#MAX_VALUE}
   */
  long forget(long now, long patienceMs) {
    Iterator<AwaitedCommand> oldest = byId.values().iterator();
    while (oldest.hasNext()) {
      AwaitedCommand command = oldest.next();
      long until = command.lastHeardAt() + command.patience(patienceMs);
      if (now <= until) {
        return until;
      }
      oldest.remove();
    }
    return Long.MAX_VALUE;
  }
}
