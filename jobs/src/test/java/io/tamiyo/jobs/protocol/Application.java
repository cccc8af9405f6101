package io.tamiyo.jobs.protocol;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;

/**
 * One change of one seed that a host made durable.
 *
 * @param layerId the layer
 * @param commandId the command, or what the host calls itself when the change is its own
 * @param seedId the seed
 * @param from the state that it left
 * @param to the state that it entered
 * @param revision after the change
 */
record Application(
    String layerId, String commandId, int seedId, SeedState from, SeedState to, Revision revision) {

  /** What hosts call themselves as the cause of a change. */
  static final String OWN = "host";

  boolean isOwn() {
    return commandId.equals(OWN);
  }

  /** The seed among those of all layers, in the life of one host store. */
  String seed() {
    return layerId + "#" + seedId + "@" + revision.hostEpoch();
  }
}
