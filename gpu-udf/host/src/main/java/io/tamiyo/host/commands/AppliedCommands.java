package io.tamiyo.host.commands;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The latest applications of a layer. The oldest are forgotten above a bound; a copy of a forgotten
 * command is still not applied twice, since the revisions that it names are gone: it is answered
 * STALE_REVISION instead of DUPLICATE. Emergency stops, which name no revisions, are remembered
 * under a bound of their own, so that no number of other commands makes them forgotten.
 */
public final class AppliedCommands {

  private final int bound;
  private final Map<String, AppliedCommand> fenced = new LinkedHashMap<>();
  private final Map<String, AppliedCommand> stops = new LinkedHashMap<>();

  /**
   * @param bound how many are remembered, of emergency stops and of others
   */
  public AppliedCommands(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound of the applied commands is not positive: " + bound);
    }
    this.bound = bound;
  }

  /** Remembers an application. */
  public void add(AppliedCommand command) {
    Map<String, AppliedCommand> kind = command.stop() ? stops : fenced;
    kind.put(command.commandId(), command);
    if (kind.size() > bound) {
      kind.remove(kind.keySet().iterator().next());
    }
  }

  /** Remembers applications, oldest first. */
  public void addAll(Collection<AppliedCommand> commands) {
    commands.forEach(this::add);
  }

  /** The application of this command, when it is remembered. */
  public Optional<AppliedCommand> find(String commandId) {
    AppliedCommand found = fenced.get(commandId);
    return Optional.ofNullable(found != null ? found : stops.get(commandId));
  }

  /** Of each kind the oldest first. */
  public List<AppliedCommand> all() {
    return Stream.concat(stops.values().stream(), fenced.values().stream()).toList();
  }
}
