package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.EpochStarted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands of one layer on their way: what may be sent, what was sent, what is answered, what
 * must be sent again. It decides from what it is told and nothing else.
 *
 * <p>An incarnation of the job sends nothing before it has read its own marker back from the
 * control log. By then it has read every command that earlier incarnations sent before the marker,
 * and waits for the answers to those that have none; what they send after it is refused by the
 * host. A copy of a command is done with only when the acknowledgement of this copy, by command id
 * and epoch, is read.
 *
 * <p>Mutable, since it stands in state; its serializer copies it.
 */
public final class CommandTracker {

  private final PendingCommands pending;
  private final EarlyAnswers early;
  private long leadingEpoch;
  private long greatestEpoch;
  private String greatestHolder;

  /** A layer to which nothing was sent. */
  public CommandTracker() {
    this(new PendingCommands(), new EarlyAnswers(), 0, 0, "");
  }

  CommandTracker(
      PendingCommands pending,
      EarlyAnswers early,
      long leadingEpoch,
      long greatestEpoch,
      String greatestHolder) {
    this.pending = pending;
    this.early = early;
    this.leadingEpoch = leadingEpoch;
    this.greatestEpoch = greatestEpoch;
    this.greatestHolder = greatestHolder;
  }

  /** How an incarnation stands towards the layer. */
  public Standing standing(Emission emission) {
    if (!(emission instanceof Emission.On own)) {
      return Standing.SHADOW;
    }
    if (greatestEpoch > own.epoch()) {
      return greatestHolder.equals(own.holder()) ? Standing.OUTLIVED : Standing.SUPERSEDED;
    }
    return leadingEpoch == own.epoch() ? Standing.LEADING : Standing.WAITING;
  }

  /** Takes a marker of the control log. */
  public void read(EpochStarted marker, Emission emission) {
    if (marker.jobEpoch() > greatestEpoch) {
      greatestEpoch = marker.jobEpoch();
      greatestHolder = marker.holder();
    }
    if (emission.epoch() != 0 && marker.jobEpoch() == emission.epoch()) {
      leadingEpoch = marker.jobEpoch();
      pending.removeIf(command -> command.epoch() < leadingEpoch && command.entryId() == null);
      early.clear();
    }
  }

  /**
   * Takes a command of the control log: a copy that was sent, or one that an earlier incarnation
   * sent and that is adopted, so that its answer is waited for. A copy that stands behind a greater
   * marker is refused by the host, and so is not waited for. Nor is what stands before an adopted
   * command for the same seed: whoever sent that was done with it.
   *
   * @param time when Redis took it, milliseconds
   */
  public void read(
      Command command, String entryId, long time, Emission emission, ControlEntries entries)
      throws IOException {
    long epoch = command.fence().jobEpoch();
    PendingCommand known = pending.find(command.commandId());
    boolean knownCopy = known != null && known.epoch() == epoch;
    if (epoch < greatestEpoch) {
      if (known != null && knownCopy && known.entryId() == null) {
        pending.remove(known.id());
      }
      return;
    }
    if (known != null && knownCopy) {
      found(known, entryId, time);
      return;
    }
    boolean sentBySelf = emission.epoch() != 0 && epoch >= emission.epoch();
    boolean olderCopy = known != null && known.epoch() > epoch;
    if (isLeading(emission) || sentBySelf || olderCopy || early.take(command.commandId(), epoch)) {
      return;
    }
    pending.removeAbout(PendingCommands.seedsOf(command));
    long decidedAt = Math.round(command.header().timestamp() * 1e3);
    int attempts = known == null ? 1 : known.attempts() + 1;
    pending.put(
        pending(command, entries.write(command), time, decidedAt, attempts)
            .loggedAt(entryId, time));
  }

  private void found(PendingCommand known, String entryId, long time) {
    if (known.acknowledged()) {
      pending.remove(known.id());
      return;
    }
    pending.put(known.loggedAt(entryId, time));
  }

  /** Takes an acknowledgement; returns the copy that it closes, if it closes one. */
  public Optional<PendingCopy> acknowledge(CommandResult result, Emission emission) {
    PendingCommand known = pending.find(result.commandId());
    if (known == null || known.epoch() != result.jobEpoch() || known.acknowledged()) {
      if (!isLeading(emission)) {
        early.add(result.commandId(), result.jobEpoch());
      }
      return Optional.empty();
    }
    if (known.entryId() == null) {
      pending.put(known.acknowledgedEarly());
    } else {
      pending.remove(known.id());
    }
    return Optional.of(new PendingCopy(known.id(), known.epoch(), known.decidedAt()));
  }

  /**
   * Lets commands go out, in their order, as far as there is room: one at a time for each seed, and
   * no more than may be in flight. Emergency stops go at once. Without leading nothing goes.
   *
   * @param now stream time, milliseconds
   * @return the entries to append
   */
  public List<Map<String, byte[]>> admit(
      List<Command> proposed,
      Emission emission,
      TrackingOptions options,
      long now,
      ControlEntries entries)
      throws IOException {
    List<Map<String, byte[]>> admitted = new ArrayList<>();
    if (standing(emission) != Standing.LEADING) {
      return admitted;
    }
    int room = options.maxInFlight() - pending.inFlight();
    for (Command command : proposed) {
      boolean emergency = command instanceof EmergencyStopCommand;
      if (pending.find(command.commandId()) != null
          || (!emergency && (room <= 0 || pending.isBusy(PendingCommands.seedsOf(command))))) {
        continue;
      }
      Command own = command.withJobEpoch(emission.epoch());
      Map<String, byte[]> fields = entries.write(own);
      pending.put(pending(own, fields, now, now, 1));
      admitted.add(fields);
      room--;
    }
    return admitted;
  }

  /**
   * Sends again what is overdue, under the present epoch, and gives up what was sent often enough.
   * So it does with what can't be read any more, for instance since its claim check is gone:
   * failing would not bring it back, and would end the job for all layers, again and again.
   *
   * @param now stream time, milliseconds
   */
  public Retries retry(Emission emission, TrackingOptions options, long now, ControlEntries entries)
      throws IOException {
    List<Map<String, byte[]>> again = new ArrayList<>();
    List<PendingCopy> givenUp = new ArrayList<>();
    if (standing(emission) != Standing.LEADING) {
      return new Retries(again, givenUp);
    }
    for (PendingCommand command : pending.overdue(now, options.retryAfterMs())) {
      Optional<Command> kept =
          command.attempts() < options.maxAttempts()
              ? entries.readCommand(command.fields())
              : Optional.empty();
      if (kept.isEmpty()) {
        pending.remove(command.id());
        givenUp.add(new PendingCopy(command.id(), command.epoch(), command.decidedAt()));
        continue;
      }
      Map<String, byte[]> fields = entries.write(kept.get().withJobEpoch(emission.epoch()));
      pending.put(command.sentAgain(emission.epoch(), now, fields));
      again.add(fields);
    }
    return new Retries(again, givenUp);
  }

  /** Commands that wait for their acknowledgement. */
  public int inFlight() {
    return pending.inFlight();
  }

  /** The copies that wait for their acknowledgement, in the order of their sending. */
  public List<PendingCopy> waiting() {
    return pending.all().stream()
        .filter(command -> !command.acknowledged())
        .map(command -> new PendingCopy(command.id(), command.epoch(), command.decidedAt()))
        .toList();
  }

  /** The greatest epoch of the markers so far. */
  public long greatestEpoch() {
    return greatestEpoch;
  }

  /** Who put the greatest marker; empty before the first. */
  public String greatestHolder() {
    return greatestHolder;
  }

  long leadingEpoch() {
    return leadingEpoch;
  }

  PendingCommands pending() {
    return pending;
  }

  EarlyAnswers early() {
    return early;
  }

  CommandTracker copy() {
    return new CommandTracker(
        PendingCommands.of(pending.all()),
        EarlyAnswers.of(early.all()),
        leadingEpoch,
        greatestEpoch,
        greatestHolder);
  }

  private boolean isLeading(Emission emission) {
    return emission.epoch() != 0 && leadingEpoch == emission.epoch();
  }

  private static PendingCommand pending(
      Command command, Map<String, byte[]> fields, long sentAt, long decidedAt, int attempts) {
    return new PendingCommand(
        command.commandId(),
        PendingCommands.seedsOf(command),
        command instanceof EmergencyStopCommand,
        command.fence().jobEpoch(),
        null,
        sentAt,
        decidedAt,
        command.timeoutMs(),
        attempts,
        false,
        fields);
  }
}
