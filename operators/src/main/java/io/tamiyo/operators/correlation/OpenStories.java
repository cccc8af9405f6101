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
import java.util.List;
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

  private final OpenRequests requests = new OpenRequests();
  private final OpenCommands commands = new OpenCommands();
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
    stored.requests().forEach(stories.requests::restore);
    for (AwaitedCommand command : stored.commands()) {
      if (command.isDone()) {
        stories.closed.restore(command);
      } else {
        stories.commands.restore(command);
      }
    }
    return stories;
  }

  /** What is to be kept. */
  public StoredStories stored() {
    List<AwaitedCommand> all = new ArrayList<>(closed.all());
    all.addAll(commands.all());
    return new StoredStories(requests.all(), all);
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
      requests.asked(request.header().messageId(), time, entryId);
    } else if (message instanceof Plan plan) {
      requests.planned(plan.requestId(), time, entryId);
    }
    Optional<AwaitedCommand> ended = advanced(message, time, entryId).flatMap(commands::keep);
    ended.ifPresent(command -> closed.take(command, most));
    forgotten += requests.bound(most) + commands.bound(most);
    return ended;
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
      AwaitedCommand known = commands.get(id);
      return closes(result, known)
          ? Optional.of(known.acknowledged(result.outcome(), time, entryId))
          : Optional.empty();
    }
    return Optional.of(commands.get(id).changed(time));
  }

  private AwaitedCommand sent(Command command, long time, String entryId) {
    String requestId = command.header().correlationId();
    long asked = requests.commanded(requestId, time, entryId);
    int changes =
        command instanceof LifecycleTransitionCommand ? command.fence().targets().size() : 0;
    return commands
        .get(command.commandId())
        .sent(
            requestId,
            asked,
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

  /** A request was answered otherwise than by commands. */
  public void answered(String requestId) {
    requests.answered(requestId);
  }

  /**
   * A request has ended with nothing left to do: it waits for nothing, but a command of it may
   * still be read. Returns whether it waited.
   */
  public boolean done(String requestId) {
    return requests.done(requestId);
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
    Look look = new Look(now, closed.forget(now, openAfterMs));
    List<Overdue> overdue = requests.overdue(look, openAfterMs);
    overdue.addAll(commands.overdue(look, openAfterMs));
    lookAt = look.next();
    return overdue;
  }
}
