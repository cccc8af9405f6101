package io.tamiyo.operators.correlation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What one request, or a command that nobody requested, has led to. */
public final class Story {

  /** Steps that are kept; a request may be about a hundred thousand seeds. */
  public static final int MAX_STEPS = 1_000;

  private final String id;
  private final String layer;
  private final List<Step> steps = new ArrayList<>();
  private long leftOut;

  /** When each command that has no acknowledgement was sent first. */
  private final Map<String, Long> open = new LinkedHashMap<>();

  private long commands;
  private long slowest = -1;

  /**
   * @param id of the request, or of the command
   */
  public Story(String id, String layer) {
    this.id = id;
    this.layer = layer;
  }

  /** Adds a step, if there is room for it. */
  public void add(Step step) {
    if (steps.size() < MAX_STEPS) {
      steps.add(step);
    } else {
      leftOut++;
    }
  }

  /** A copy of a command was sent. */
  public void sent(String commandId, long time) {
    if (open.putIfAbsent(commandId, time) == null) {
      commands++;
    }
  }

  /** An acknowledgement has come; the milliseconds since the command, if it was seen and open. */
  public OptionalLong acknowledged(String commandId, long time) {
    Long sent = open.remove(commandId);
    if (sent == null) {
      return OptionalLong.empty();
    }
    slowest = Math.max(slowest, time - sent);
    return OptionalLong.of(time - sent);
  }

  public String id() {
    return id;
  }

  public String layer() {
    return layer;
  }

  /** In the order in which they were taken. */
  public List<Step> steps() {
    return Collections.unmodifiableList(steps);
  }

  /** Steps beyond those that are kept. */
  public long leftOut() {
    return leftOut;
  }

  public long commands() {
    return commands;
  }

  /** Milliseconds of the slowest acknowledgement, or negative without any. */
  public long slowest() {
    return slowest;
  }

  /** Commands without an acknowledgement, and when each was sent first. */
  public Map<String, Long> open() {
    return Collections.unmodifiableMap(open);
  }

  /** Whether it has a step of a kind. */
  public boolean has(StepKind kind) {
    return steps.stream().anyMatch(step -> step.kind() == kind);
  }

  /** Whether it is the story of this request or command, or has a message of this id. */
  public boolean isOf(String messageId) {
    return id.equals(messageId) || steps.stream().anyMatch(step -> step.id().equals(messageId));
  }
}
