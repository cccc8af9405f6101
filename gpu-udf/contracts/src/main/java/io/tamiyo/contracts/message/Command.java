package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Fence;

/** What Tamiyo sends to a host through the control log; its message_id is its identity. */
public sealed interface Command extends Message
    permits LifecycleTransitionCommand,
        BlueprintUpdateCommand,
        BatchCommand,
        EmergencyStopCommand,
        CustomCommand,
        UnreadableCommand {

  /** Characters of a reason; hosts repeat it for each seed that changes. */
  int MAX_REASON = 4096;

  /**
   * In the metadata of its header, where both wires have room for it: the training step, from 1,
   * with which every data-parallel replica of the layer makes the change.
   */
  String APPLY_AT_STEP = "apply_at_step";

  /** Characters of a blueprint's id. */
  int MAX_BLUEPRINT_ID = 256;

  /** The identity, by which the host knows what it has applied before. */
  default String commandId() {
    return header().messageId();
  }

  /** What entitles it to be applied. */
  Fence fence();

  /** How soon it should be handled. */
  Priority priority();

  /** Milliseconds of stream time after which its sender sends it again. */
  int timeoutMs();

  /**
   * The id of the entry that triggered the decision; it explains, and is no part of the identity.
   */
  String cause();

  /** The same command, sent by another incarnation of the job. */
  Command withJobEpoch(long epoch);
}
