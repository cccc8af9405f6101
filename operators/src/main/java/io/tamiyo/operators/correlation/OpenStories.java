package io.tamiyo.operators.correlation;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.message.TransitionRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests and commands of a layer that are on their way, joined with what comes of them. All
 * times are those of the entries. Bounded: beyond so many requests or commands the oldest is
 * forgotten, and counted. As many closed commands are known for a while, since copies of them
 * follow.
 */
public final class OpenStories {

  /** What triggers a change that no command has asked for. */
  private static final String BY_ITSELF = "host";

  private final Map<String, AwaitedRequest> requests = new LinkedHashMap<>();
  private final Map<String, AwaitedCommand> commands = new LinkedHashMap<>();
  private final ClosedCommands closed = new ClosedCommands();
  private long forgotten;

  /** Before this nothing can be overdue. */
  private long lookAt = Long.MIN_VALUE;

  /** A layer without any. */
  public static OpenStories none() {
    return new OpenStories();
  }

  /** What was kept. */
  public static OpenStories of(StoredStories stored) {
    OpenStories stories = new OpenStories();
    stored.requests().forEach(request -> stories.requests.put(request.id(), request));
    for (AwaitedCommand command : stored.commands()) {
      if (command.isDone()) {
        stories.closed.restore(command);
      } else {
        stories.commands.put(command.id(), command);
      }
    }
    return stories;
  }

  /** What is to be kept. */
  public StoredStories stored() {
    List<AwaitedCommand> all = new ArrayList<>(closed.all());
    all.addAll(commands.values());
    return new StoredStories(List.copyOf(requests.values()), all);
  }

  /** How many are on their way. */
  public int size() {
    return requests.size() + commands.size();
  }

  /** How many are kept: those, and closed ones of which copies may come. */
  public int kept() {
    return size() + closed.size();
  }

  /** Those that were forgotten for want of room. */
  public long forgotten() {
    return forgotten;
  }

  /**
   * Takes a message; the command whose way ends with it, if one does.
   *
   * @param time of its entry, milliseconds since 1970
   * @param entryId of its entry
   * @param most requests, and commands, that are kept
   */
  public Optional<AwaitedCommand> take(Message message, long time, String entryId, int most) {
    lookAt = Long.MIN_VALUE;
    if (message instanceof TransitionRequest request) {
      ask(request.header().messageId(), time, time, entryId, false);
    } else if (message instanceof Plan plan) {
      ask(plan.requestId(), AwaitedCommand.UNKNOWN, time, entryId, true);
    }
    Optional<AwaitedCommand> ended = advanced(message, time, entryId).flatMap(this::keep);
    ended.ifPresent(command -> closed.take(command, most));
    bound(requests, most);
    bound(commands, most);
    return ended;
  }

  private void ask(String id, long asked, long time, String entryId, boolean planned) {
    AwaitedRequest known = requests.get(id);
    if (known == null) {
      requests.put(id, new AwaitedRequest(id, asked, time, entryId, planned, false));
      return;
    }
    requests.put(
        id,
        new AwaitedRequest(
            id,
            Math.max(asked, known.askedAt()),
            Math.max(time, known.heardAt()),
            entryId,
            planned || known.planned(),
            known.answered()));
  }

  private Optional<AwaitedCommand> advanced(Message message, long time, String entryId) {
    String id = commandOf(message);
    if (id == null || closed.has(id)) {
      return Optional.empty();
    }
    if (message instanceof Command command) {
      return Optional.of(sent(command, time, entryId));
    }
    if (message instanceof CommandResult result) {
      AwaitedCommand known = known(id);
      return closes(result, known)
          ? Optional.of(known.acknowledged(result.outcome(), time, entryId))
          : Optional.empty();
    }
    return Optional.of(known(id).changed(time));
  }

  private AwaitedCommand sent(Command command, long time, String entryId) {
    String requestId = command.header().correlationId();
    AwaitedRequest request = requestId == null ? null : requests.get(requestId);
    if (request != null) {
      requests.put(
          request.id(),
          new AwaitedRequest(request.id(), request.askedAt(), time, entryId, true, true));
    }
    int changes =
        command instanceof LifecycleTransitionCommand ? command.fence().targets().size() : 0;
    return known(command.commandId())
        .sent(
            requestId,
            request == null ? AwaitedCommand.UNKNOWN : request.askedAt(),
            time,
            command.fence().jobEpoch(),
            command.timeoutMs(),
            changes,
            entryId);
  }

  /** A copy that came too late is answered too, which ends nothing. */
  private static boolean closes(CommandResult result, AwaitedCommand known) {
    return result.outcome() != Outcome.STALE_EPOCH || result.jobEpoch() == known.epoch();
  }

  /** What the message is a copy, an answer or a consequence of, or null. */
  private static @Nullable String commandOf(Message message) {
    if (message instanceof Command command) {
      return command.commandId();
    }
    if (message instanceof CommandResult result) {
      return result.commandId();
    }
    return message instanceof StateTransitionEvent event ? commandOf(event) : null;
  }

  private static @Nullable String commandOf(StateTransitionEvent event) {
    String answered = event.header().correlationId();
    String trigger = answered == null ? event.triggeredBy() : answered;
    return trigger.equals(BY_ITSELF) ? null : trigger;
  }

  private AwaitedCommand known(String id) {
    AwaitedCommand known = commands.get(id);
    return known == null ? AwaitedCommand.of(id) : known;
  }

  private Optional<AwaitedCommand> keep(AwaitedCommand command) {
    if (command.isDone()) {
      commands.remove(command.id());
      return Optional.of(command);
    }
    commands.put(command.id(), command);
    return Optional.empty();
  }

  private void bound(Map<String, ?> open, int most) {
    Iterator<?> oldest = open.values().iterator();
    while (open.size() > most) {
      oldest.next();
      oldest.remove();
      forgotten++;
    }
  }

  /** A request was answered otherwise than by commands. */
  public void answered(String requestId) {
    requests.remove(requestId);
  }

  /**
   * A request has ended with nothing left to do: it waits for nothing, but a command of it may
   * still be read. Returns whether it waited.
   */
  public boolean done(String requestId) {
    AwaitedRequest known = requests.get(requestId);
    if (known == null || known.answered()) {
      return false;
    }
    requests.put(
        requestId,
        new AwaitedRequest(
            requestId, known.askedAt(), known.heardAt(), known.entryId(), known.planned(), true));
    return true;
  }

  /** Whether {@link #overdue} may find something that it did not find before. */
  public boolean isDue(long now) {
    return now >= lookAt && kept() > 0;
  }

  /**
   * Takes out what has waited for longer than it may, and what is of no more use.
   *
   * @param now the layer's clock, milliseconds since 1970
   * @param openAfterMs for how long a step is waited for; a command's own timeout holds when it is
   *     longer
   * @return what was waited for, oldest first
   */
  public List<Overdue> overdue(long now, long openAfterMs) {
    List<Overdue> overdue = new ArrayList<>();
    lookAt = closed.forget(now, openAfterMs);
    for (AwaitedRequest request : List.copyOf(requests.values())) {
      if (isOver(request.heardAt(), openAfterMs, now)) {
        requests.remove(request.id());
        if (!request.answered()) {
          overdue.add(
              new Overdue(
                  request.id(),
                  request.id(),
                  request.waitsFor(),
                  request.heardAt(),
                  openAfterMs,
                  request.entryId()));
        }
      }
    }
    for (AwaitedCommand command : List.copyOf(commands.values())) {
      long patience = command.patience(openAfterMs);
      long heard = command.lastHeardAt();
      if (isOver(heard, patience, now)) {
        commands.remove(command.id());
        if (command.isSent()) {
          overdue.add(
              new Overdue(
                  command.id(),
                  command.story(),
                  command.waitsFor(),
                  heard,
                  patience,
                  command.entryId()));
        }
      }
    }
    return overdue;
  }

  private boolean isOver(long heard, long patience, long now) {
    if (now - heard > patience) {
      return true;
    }
    lookAt = Math.min(lookAt, heard + patience);
    return false;
  }
}
