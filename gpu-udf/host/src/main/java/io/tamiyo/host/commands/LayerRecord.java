package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.SeedOutcome;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One durable step in the life of a layer. The state of a layer is what its records make of it, and
 * what a host publishes is derived from them; so a host that dies anywhere goes on from its records
 * as if it had not.
 */
public sealed interface LayerRecord {

  /** Consecutive within a layer, from 1; of {@link Published} the number up to which it speaks. */
  long number();

  /** Whether acknowledgements, events or dead letters follow from it. */
  default boolean isPublished() {
    return false;
  }

  /**
   * A marker raised the greatest job epoch.
   *
   * @param place where the marker stood
   * @param jobEpoch of the marker; one that is not greater changes nothing
   */
  record EpochRaised(long number, LogPlace place, long jobEpoch) implements LayerRecord {}

  /**
   * An entry that is of no concern to this layer was passed over.
   *
   * @param place where it stood
   */
  record EntryPassed(long number, LogPlace place) implements LayerRecord {}

  /**
   * A command was decided on.
   *
   * @param place where it stood
   * @param commandId the command
   * @param commandType its kind
   * @param jobEpoch the incarnation of the job that sent this copy
   * @param outcome what is acknowledged
   * @param changes of the seeds; empty unless applied
   * @param applied ids of the commands that {@code changes} apply
   * @param seeds every target after the decision
   * @param error what was wrong, or null
   * @param details see {@link Decision#details}
   * @param reason the sender's, for events; may be empty
   * @param at seconds since the epoch, the host's clock
   * @param executionTimeMs from reading the entry to the decision
   */
  record CommandSettled(
      long number,
      LogPlace place,
      String commandId,
      String commandType,
      long jobEpoch,
      Outcome outcome,
      List<SeedChange> changes,
      List<String> applied,
      List<SeedOutcome> seeds,
      @Nullable String error,
      Map<String, Object> details,
      String reason,
      double at,
      double executionTimeMs)
      implements LayerRecord {
    public CommandSettled {
      changes = List.copyOf(changes);
      applied = List.copyOf(applied);
      seeds = List.copyOf(seeds);
      details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** The same, to take effect with a training step. */
    public CommandSettled atStep(long step) {
      Map<String, Object> planned = new LinkedHashMap<>(details);
      planned.put(Command.APPLY_AT_STEP, step);
      return new CommandSettled(
          number,
          place,
          commandId,
          commandType,
          jobEpoch,
          outcome,
          changes,
          applied,
          seeds,
          error,
          planned,
          reason,
          at,
          executionTimeMs);
    }

    /** Whether it is an emergency stop. */
    public boolean isStop() {
      return commandType.equals(EmergencyStopCommand.class.getSimpleName());
    }

    @Override
    public boolean isPublished() {
      return true;
    }
  }

  /**
   * An entry could not be read.
   *
   * @param place where it stood
   * @param stream the Redis key of the log
   * @param ordinal which message of the entry, or −1 for all of it
   * @param count how many messages are lost with it
   * @param commandId when it could still be read, else one made of its place; null in old records
   * @param jobEpoch with {@code commandId}; 0 otherwise
   * @param reason kind of fault, in lower case
   * @param detail what was found and expected
   * @param fields of the entry as they came, base64, cut where they are long
   * @param at seconds since the epoch, the host's clock
   */
  record EntryUnreadable(
      long number,
      LogPlace place,
      String stream,
      int ordinal,
      int count,
      @Nullable String commandId,
      long jobEpoch,
      String reason,
      String detail,
      Map<String, String> fields,
      double at)
      implements LayerRecord {
    public EntryUnreadable {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public boolean isPublished() {
      return true;
    }
  }

  /**
   * Seeds changed without a command.
   *
   * @param changes of the seeds
   * @param reason for people
   * @param at seconds since the epoch, the host's clock
   * @param applyAtStep the training step with which replicas of the layer put it in force; 0 for
   *     none
   */
  record OwnTransition(
      long number, List<SeedChange> changes, String reason, double at, long applyAtStep)
      implements LayerRecord {
    public OwnTransition {
      changes = List.copyOf(changes);
    }

    /** The same, to take effect with a training step. */
    public OwnTransition atStep(long step) {
      return new OwnTransition(number, changes, reason, at, step);
    }

    @Override
    public boolean isPublished() {
      return true;
    }
  }

  /**
   * The seeds were put back to where a checkpoint has them, and begin another life there: whatever
   * was decided on the one before is refused.
   *
   * @param hostEpoch of the new life, greater than all before
   * @param seeds as they are from now on, at the first revision of that life
   * @param checkpointId which one
   * @param bytes of the layer in the checkpoint
   * @param at seconds since the epoch, the host's clock
   */
  record Rewound(
      long number, long hostEpoch, SeedTable seeds, String checkpointId, long bytes, double at)
      implements LayerRecord {
    @Override
    public boolean isPublished() {
      return true;
    }
  }

  /**
   * Redis has confirmed what followed from all records up to a number.
   *
   * @param number up to and with this record
   */
  record Published(long number) implements LayerRecord {}
}
