package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.message.BlueprintEvent;
import io.tamiyo.contracts.message.CheckpointEvent;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.EntryUnreadable;
import io.tamiyo.host.commands.LayerRecord.OwnTransition;
import io.tamiyo.host.commands.LayerRecord.Rewound;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a host says of a record. The same record gives the same messages with the same ids, so that
 * those which are published again after a restart are known as copies.
 */
public final class Publications {

  private static final String OWN = "host";
  private static final List<String> CAPABILITIES =
      List.of("lifecycle", "blueprint", "batch", "emergency", "checkpoint");

  private final String source;
  private final String layerId;
  private final Supplier<HostAddresses> addresses;

  /**
   * What a host says that answers nowhere.
   *
   * @param source the host, as the header of each message names it
   * @param layerId the layer of the records
   */
  public Publications(String source, String layerId) {
    this(source, layerId, () -> HostAddresses.NONE);
  }

  /**
   * @param source the host, as the header of each message names it
   * @param layerId the layer of the records
   * @param addresses where the host answers, asked at each announcement
   */
  public Publications(String source, String layerId, Supplier<HostAddresses> addresses) {
    this.source = source;
    this.layerId = layerId;
    this.addresses = addresses;
  }

  /** Everything, with no more than the record tells. */
  public List<Message> of(LayerRecord layerRecord) {
    return of(layerRecord, Map.of());
  }

  /**
   * The acknowledgement first, then an event for each change; a dead letter last.
   *
   * @param told what the acknowledgement tells beside the record
   */
  public List<Message> of(LayerRecord layerRecord, Map<String, Object> told) {
    if (layerRecord instanceof CommandSettled settled) {
      return ofCommand(settled, told);
    }
    if (layerRecord instanceof OwnTransition own) {
      return events(own.changes(), own.reason(), OWN, own.at(), 0);
    }
    if (layerRecord instanceof Rewound rewound) {
      return ofRewinding(rewound);
    }
    return layerRecord instanceof EntryUnreadable unreadable ? ofUnreadable(unreadable) : List.of();
  }

  /**
   * The announcement of a host's layer.
   *
   * @param hostEpoch of the layer's revisions
   */
  public ServiceAnnouncement announcement(Header header, long hostEpoch) {
    HostAddresses at = addresses.get();
    return new ServiceAnnouncement(
        header.withMetadata(Map.of("host_epoch", hostEpoch)),
        "host",
        source,
        CAPABILITIES,
        at.endpoints(),
        at.health(),
        layerId);
  }

  /** The layer is born anew, and why. */
  private List<Message> ofRewinding(Rewound rewound) {
    String id = "%s-%d".formatted(layerId, rewound.hostEpoch());
    return List.of(
        announcement(header("announcement-" + id, rewound.at()), rewound.hostEpoch()),
        checkpoint(
            header("rewound-" + id, rewound.at()),
            rewound.checkpointId(),
            "restored",
            rewound.bytes()));
  }

  /**
   * What became of a checkpoint of all seeds of the layer.
   *
   * @param operation {@code saved} or {@code restored}
   */
  public CheckpointEvent checkpoint(
      Header header, String checkpointId, String operation, long bytes) {
    return new CheckpointEvent(
        header, layerId, CheckpointEvent.ALL_SEEDS, checkpointId, operation, bytes, true, null);
  }

  private List<Message> ofCommand(CommandSettled settled, Map<String, Object> told) {
    List<Message> messages = new ArrayList<>();
    messages.add(acknowledgement(settled, told));
    messages.addAll(
        events(
            settled.changes(),
            settled.reason(),
            settled.commandId(),
            settled.at(),
            settled.executionTimeMs()));
    return messages;
  }

  private CommandResult acknowledgement(CommandSettled settled, Map<String, Object> told) {
    Map<String, Object> details = new LinkedHashMap<>(settled.details());
    details.putAll(told);
    Header header =
        header("ack-" + id(settled.place()), settled.at()).answering(settled.commandId());
    return new CommandResult(
        header,
        settled.outcome().isApplied(),
        settled.executionTimeMs(),
        settled.error(),
        details.isEmpty() ? null : details,
        Map.of("correlation_id", settled.commandId(), "command_type", settled.commandType()),
        layerId,
        settled.commandId(),
        settled.jobEpoch(),
        settled.outcome(),
        settled.seeds());
  }

  private List<Message> events(
      List<SeedChange> changes, String reason, String trigger, double at, double durationMs) {
    List<Message> events = new ArrayList<>();
    for (SeedChange change : changes) {
      events.add(
          change.isTransition()
              ? transition(change, reason, trigger, at, durationMs)
              : blueprint(change, trigger, at));
    }
    return events;
  }

  private Message transition(
      SeedChange change, String reason, String trigger, double at, double durationMs) {
    return new StateTransitionEvent(
        header(eventId(change), at).answering(trigger),
        layerId,
        change.after().id(),
        change.before().state(),
        change.after().state(),
        reason,
        change.measured(),
        durationMs,
        trigger,
        true,
        change.after().revision());
  }

  private Message blueprint(SeedChange change, String trigger, double at) {
    Seed after = change.after();
    return new BlueprintEvent(
        header(eventId(change), at).answering(trigger),
        layerId,
        after.id(),
        Objects.requireNonNullElse(after.blueprintId(), ""),
        "update",
        change.before().blueprintId(),
        Map.of(),
        true,
        Map.of(
            "grafting_strategy", after.strategy().name(), "revision", after.revision().toString()));
  }

  private List<Message> ofUnreadable(EntryUnreadable unreadable) {
    List<Message> messages = new ArrayList<>();
    String commandId = unreadable.commandId();
    if (commandId != null) {
      messages.add(refusal(unreadable, commandId));
    }
    messages.add(
        new DeadLetter(
            header("dead-" + id(unreadable.place()) + "-" + unreadable.ordinal(), unreadable.at()),
            layerId,
            unreadable.stream(),
            unreadable.place().entryId(),
            unreadable.ordinal(),
            unreadable.count(),
            unreadable.reason(),
            unreadable.detail(),
            unreadable.fields()));
    return messages;
  }

  private CommandResult refusal(EntryUnreadable unreadable, String commandId) {
    return new CommandResult(
        header("ack-" + id(unreadable.place()), unreadable.at()).answering(commandId),
        false,
        0,
        "could not be read: " + unreadable.detail(),
        Map.of("reason", unreadable.reason()),
        Map.of("correlation_id", commandId),
        layerId,
        commandId,
        unreadable.jobEpoch(),
        Outcome.REJECTED,
        List.of());
  }

  private String eventId(SeedChange change) {
    return "event-%s-%d-%s".formatted(layerId, change.after().id(), change.after().revision());
  }

  private String id(LogPlace place) {
    String log = place.log() == LogPlace.Log.CONTROL ? "" : "emergency-";
    String ordinal = place.ordinal() == 0 ? "" : "-" + place.ordinal();
    return layerId + "-" + log + place.entryId() + ordinal;
  }

  private Header header(String messageId, double at) {
    return Header.of(messageId, at, source);
  }
}
