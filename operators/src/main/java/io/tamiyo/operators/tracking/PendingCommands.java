package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The commands of a layer that are on their way, one copy each, in the order of their sending. */
final class PendingCommands {

  private final Map<String, PendingCommand> byId = new LinkedHashMap<>();

  static PendingCommands of(Collection<PendingCommand> commands) {
    PendingCommands pending = new PendingCommands();
    commands.forEach(pending::put);
    return pending;
  }

  @Nullable PendingCommand find(String id) {
    return byId.get(id);
  }

  void put(PendingCommand command) {
    byId.put(command.id(), command);
  }

  void remove(String id) {
    byId.remove(id);
  }

  void removeIf(Predicate<PendingCommand> unwanted) {
    byId.values().removeIf(unwanted);
  }

  List<PendingCommand> all() {
    return List.copyOf(byId.values());
  }

  /** Commands that wait for their acknowledgement. */
  int inFlight() {
    int count = 0;
    for (PendingCommand command : byId.values()) {
      if (!command.acknowledged()) {
        count++;
      }
    }
    return count;
  }

  /** Whether a command that waits for its acknowledgement is about one of these seeds. */
  boolean isBusy(List<Integer> seeds) {
    for (PendingCommand command : byId.values()) {
      if (!command.acknowledged() && !command.emergency() && intersect(command.seeds(), seeds)) {
        return true;
      }
    }
    return false;
  }

  /** Forgets the commands about one of these seeds, emergency stops aside. */
  void removeAbout(List<Integer> seeds) {
    byId.values().removeIf(known -> !known.emergency() && intersect(known.seeds(), seeds));
  }

  List<PendingCommand> overdue(long now, long retryAfterMs) {
    List<PendingCommand> overdue = new ArrayList<>();
    for (PendingCommand command : byId.values()) {
      if (command.isOverdue(now, retryAfterMs)) {
        overdue.add(command);
      }
    }
    return overdue;
  }

  /** The seeds that a command names, ascending; those of a batch are those of its parts. */
  static List<Integer> seedsOf(Command command) {
    TreeSet<Integer> seeds = new TreeSet<>();
    for (SeedTarget target : command.fence().targets()) {
      seeds.add(target.seedId());
    }
    if (command instanceof BatchCommand batch) {
      for (Command part : batch.commands()) {
        seeds.addAll(seedsOf(part));
      }
    }
    return List.copyOf(seeds);
  }

  private static boolean intersect(List<Integer> some, List<Integer> others) {
    for (Integer seed : some) {
      if (others.contains(seed)) {
        return true;
      }
    }
    return false;
  }
}
