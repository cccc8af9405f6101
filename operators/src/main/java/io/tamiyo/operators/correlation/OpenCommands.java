package io.tamiyo.operators.correlation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands whose way has not ended. The one that was heard of first is forgotten first. */
final class OpenCommands {

  private final Map<String, AwaitedCommand> byId = new LinkedHashMap<>();

  void restore(AwaitedCommand command) {
    byId.put(command.id(), command);
  }

  List<AwaitedCommand> all() {
    return List.copyOf(byId.values());
  }

  int size() {
    return byId.size();
  }

  /** What is known of a command, which may be nothing. */
  AwaitedCommand get(String id) {
    AwaitedCommand known = byId.get(id);
    return known == null ? AwaitedCommand.of(id) : known;
  }

  /** Keeps what is known of a command now, unless its way has ended with that. */
  Optional<AwaitedCommand> keep(AwaitedCommand command) {
    if (command.isDone()) {
      byId.remove(command.id());
      return Optional.of(command);
    }
    byId.put(command.id(), command);
    return Optional.empty();
  }

  /** Forgets the first of more than so many; returns how many those were. */
  int bound(int most) {
    return Oldest.forget(byId.values(), most);
  }

  /**
   * Takes out those that have waited for longer than this, or than their own time; those that were
   * sent.
   */
  List<Overdue> overdue(Look look, long openAfterMs) {
    List<Overdue> overdue = new ArrayList<>();
    for (AwaitedCommand command : all()) {
      long patience = command.patience(openAfterMs);
      if (look.isOver(command.lastHeardAt(), patience)) {
        byId.remove(command.id());
        if (command.isSent()) {
          overdue.add(
              new Overdue(
                  command.id(),
                  command.story(),
                  command.waitsFor(),
                  command.lastHeardAt(),
                  patience,
                  command.entryId()));
        }
      }
    }
    return overdue;
  }
}
