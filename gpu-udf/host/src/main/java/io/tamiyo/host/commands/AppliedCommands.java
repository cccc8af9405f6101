package io.tamiyo.host.commands;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest applications of a layer. The oldest are forgotten above a bound; a copy of a forgotten
 * command is still not applied twice, since the revisions that it names are gone: it is answered
 * STALE_REVISION instead of DUPLICATE. Only an emergency stop, which names no revisions, would stop
 * its seeds once more.
 */
public final class AppliedCommands {

  private final int bound;
  private final Map<String, AppliedCommand> byId = new LinkedHashMap<>();

  /**
   * @param bound how many are remembered
   */
  public AppliedCommands(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound of the applied commands is not positive: " + bound);
    }
    this.bound = bound;
  }

  /** Remembers an application. */
  public void add(AppliedCommand command) {
    byId.put(command.commandId(), command);
    if (byId.size() > bound) {
      byId.remove(byId.keySet().iterator().next());
    }
  }

  /** Remembers applications, oldest first. */
  public void addAll(Collection<AppliedCommand> commands) {
    commands.forEach(this::add);
  }

  /** The application of this command, when it is remembered. */
  public Optional<AppliedCommand> find(String commandId) {
    return Optional.ofNullable(byId.get(commandId));
  }

  /** Oldest first. */
  public List<AppliedCommand> all() {
    return List.copyOf(byId.values());
  }
}
