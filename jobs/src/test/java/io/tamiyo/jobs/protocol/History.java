package io.tamiyo.jobs.protocol;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.StateTransitionEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was observed of a run, in any order of streams, in the order of each. It only collects;
 * {@link HistoryChecker} judges.
 *
 * <p>An end-to-end test feeds it the control logs by {@link #control}, the inbound streams by
 * {@link #inbound}, and what senders and dead letters count by the methods named after them. Events
 * that a host publishes again are known by their ids and taken once. A test that sees into the host
 * tells by {@link #applied} instead, where nothing is taken for a copy.
 */
public final class History {

  /**
   * An entry of a control log.
   *
   * @param order which entry of its log it is
   * @param time when Redis took it, milliseconds
   */
  record Logged(int order, long time, Message message) {}

  private final boolean seesHosts;
  private final Map<String, List<Logged>> logs = new LinkedHashMap<>();
  private final List<Application> applications = new ArrayList<>();
  private final Set<String> events = new HashSet<>();
  private final Map<String, Long> acknowledged = new HashMap<>();
  private final Map<Outcome, Integer> answers = new EnumMap<>(Outcome.class);
  private final Set<String> entries = new HashSet<>();
  private final Set<String> sent = new LinkedHashSet<>();
  private final Set<String> arrived = new HashSet<>();
  private final Map<String, Long> sentMessages = new HashMap<>();
  private final Map<String, LedgerReport> ledgers = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private History(boolean seesHosts) {
    this.seesHosts = seesHosts;
  }

  /** What is applied is known from the events that hosts publish. */
  public static History ofStreams() {
    return new History(false);
  }

  /** What is applied is told by {@link #applied}. */
  static History ofHosts() {
    return new History(true);
  }

  /** A copy of a command. */
  static String copy(String commandId, long epoch) {
    return epoch + "@" + commandId;
  }

  /** Redis has acknowledged an input with this id. */
  public void sent(String id) {
    sent.add(id);
  }

  /** An input was processed, or has become a dead letter. */
  public void arrived(String id) {
    arrived.add(id);
  }

  /** How many messages the senders of a layer count. */
  public void sentMessages(String layerId, long messages) {
    sentMessages.put(layerId, messages);
  }

  /** The ledger of a layer at a completed checkpoint; the last one counts. */
  public void ledger(LedgerReport report) {
    ledgers.put(report.layerId(), report);
  }

  /** An entry of a layer's control log. */
  public void control(String layerId, String entryId, Message message) {
    entries.add(entryId);
    List<Logged> log = logs.computeIfAbsent(layerId, unused -> new ArrayList<>());
    log.add(new Logged(log.size(), timeOf(entryId), message));
  }

  /** A message of an inbound stream. */
  public void inbound(String entryId, Message message) {
    entries.add(entryId);
    if (message instanceof CommandResult result) {
      answers.merge(result.outcome(), 1, Integer::sum);
      acknowledged.putIfAbsent(copy(result.commandId(), result.jobEpoch()), timeOf(entryId));
    }
    if (!seesHosts && message instanceof StateTransitionEvent event) {
      Application application =
          new Application(
              event.layerId(),
              event.triggeredBy(),
              event.seedId(),
              event.fromState(),
              event.toState(),
              event.revision());
      if (events.add(event.header().messageId() + application)) {
        applied(application);
      }
    }
  }

  /** A host has made a change durable. */
  void applied(Application application) {
    applications.add(application);
  }

  /** Something else that must not be, in words. */
  void fault(String words) {
    faults.add(words);
  }

  List<Application> applications() {
    return applications;
  }

  /** The control log of a layer. */
  List<Logged> log(String layerId) {
    return logs.getOrDefault(layerId, List.of());
  }

  Set<String> layers() {
    return logs.keySet();
  }

  /** Every command of every log, also where it is sent again. */
  List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (List<Logged> log : logs.values()) {
      for (Logged entry : log) {
        if (entry.message() instanceof Command command) {
          commands.add(command);
        }
      }
    }
    return commands;
  }

  /** Whether the first acknowledgement of a copy was there at a time. */
  boolean isAcknowledged(String copy, long time) {
    return acknowledged.getOrDefault(copy, Long.MAX_VALUE) <= time;
  }

  boolean isKnown(String entryId) {
    return entries.contains(entryId);
  }

  /** How many acknowledgements say what. */
  Map<Outcome, Integer> answers() {
    return answers;
  }

  /** Inputs that were sent and never arrived. */
  Set<String> missing() {
    Set<String> missing = new LinkedHashSet<>(sent);
    missing.removeAll(arrived);
    return missing;
  }

  Map<String, Long> sentMessages() {
    return sentMessages;
  }

  Map<String, LedgerReport> ledgers() {
    return ledgers;
  }

  List<String> faults() {
    return faults;
  }

  /** The first plan of each request in a log. */
  static Map<String, Plan> firstPlans(List<Logged> log) {
    Map<String, Plan> plans = new HashMap<>();
    for (Logged entry : log) {
      if (entry.message() instanceof Plan plan) {
        plans.putIfAbsent(plan.requestId(), plan);
      }
    }
    return plans;
  }

  private static long timeOf(String entryId) {
    return Long.parseLong(entryId.substring(0, entryId.indexOf('-')));
  }

  /** The greatest marker before each entry of a log. */
  static long[] epochsBefore(List<Logged> log) {
    long[] epochs = new long[log.size()];
    long greatest = 0;
    for (Logged entry : log) {
      epochs[entry.order()] = greatest;
      if (entry.message() instanceof EpochStarted marker) {
        greatest = Math.max(greatest, marker.jobEpoch());
      }
    }
    return epochs;
  }
}
