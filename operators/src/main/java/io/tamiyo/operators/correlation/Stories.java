package io.tamiyo.operators.correlation;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins messages by their correlation ids: a plan and a command name their request, an
 * acknowledgement and an event their command. What names nothing is a story of its own. Bounded:
 * beyond {@link #MAX_STORIES} the rest is counted.
 */
public final class Stories {

  /** Stories that are kept. */
  public static final int MAX_STORIES = 100_000;

  private final Map<String, Story> stories = new LinkedHashMap<>();

  /** By command, the story that it belongs to, where that is not its own. */
  private final Map<String, String> requestOf = new HashMap<>();

  private final List<Long> latencies = new ArrayList<>();
  private final List<Told> ofThisMilli = new ArrayList<>();
  private long leftOut;
  private long last;

  /** A message that belongs to a story. */
  private record Told(String layer, StepKind kind, Message message) {}

  /**
   * Takes a message, if it is of a kind that belongs to a story. What has one time is put in the
   * order in which the one leads to the other: entries of two streams have no other within a
   * millisecond.
   *
   * @param time of its entry, milliseconds since 1970, never less than before
   */
  public void take(String layer, long time, Message message) {
    if (time != last) {
      tell();
      last = time;
    }
    StepKind.of(message).ifPresent(kind -> ofThisMilli.add(new Told(layer, kind, message)));
  }

  private void tell() {
    ofThisMilli.sort(Comparator.comparing(Told::kind));
    for (Told told : ofThisMilli) {
      Story story = story(root(told.message()), told.layer());
      if (story == null) {
        leftOut++;
      } else {
        tell(story, told);
      }
    }
    ofThisMilli.clear();
  }

  private void tell(Story story, Told told) {
    Message message = told.message();
    story.add(new Step(last, told.kind(), message.header().messageId(), StepText.of(message)));
    if (message instanceof Command command) {
      story.sent(command.commandId(), last);
    }
    if (message instanceof CommandResult result) {
      story.acknowledged(result.commandId(), last).ifPresent(latencies::add);
    }
  }

  private @Nullable Story story(String root, String layer) {
    Story known = stories.get(root);
    if (known != null || stories.size() >= MAX_STORIES) {
      return known;
    }
    Story begun = new Story(root, layer);
    stories.put(root, begun);
    return begun;
  }

  private String root(Message message) {
    String id = message.header().messageId();
    String answered = message.header().correlationId();
    if (message instanceof Plan plan) {
      return plan.requestId();
    }
    if (message instanceof Command) {
      if (answered != null) {
        requestOf.put(id, answered);
      }
      return Objects.requireNonNullElse(answered, id);
    }
    if (message instanceof CommandResult result) {
      return requestOf.getOrDefault(result.commandId(), result.commandId());
    }
    String led = answered == null ? id : requestOf.getOrDefault(answered, answered);
    return stories.containsKey(led) ? led : id;
  }

  /** Messages of stories that could not even be read: there were too many. */
  public void leaveOut(long messages) {
    leftOut += messages;
  }

  /** In the order in which they began. */
  public Collection<Story> all() {
    tell();
    return Collections.unmodifiableCollection(stories.values());
  }

  /** The greatest time of any message, milliseconds since 1970. */
  public long last() {
    return last;
  }

  /** Messages of stories beyond those that are kept. */
  public long leftOut() {
    tell();
    return leftOut;
  }

  /** Milliseconds from commands to their acknowledgements, ascending. */
  public List<Long> latencies() {
    tell();
    return latencies.stream().sorted().toList();
  }
}
