package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.tamiyo.Proposal;
import java.io.IOException;

/**
 * Takes what was proposed of a delivery and says what is appended to which stream. It depends on
 * nothing but its arguments.
 *
 * <p>A shadow, and a job that another has superseded, appends nothing but the news that it is one.
 * Markers, commands and plans wait until the configuration was read; ledger and alerts do not.
 */
public final class Tracker {

  private final StreamNames names;
  private final ControlEntries entries;

  /**
   * @param names the installation
   * @param entries the wire
   */
  public Tracker(StreamNames names, ControlEntries entries) {
    this.names = names;
    this.entries = entries;
  }

  /**
   * Takes a proposal into {@code layer}.
   *
   * @throws OutlivedException when a later incarnation of this job leads the layer
   * @throws IOException when an entry can't be written
   */
  public Reaction react(LayerTracking layer, Proposal proposal, Emission emission)
      throws IOException {
    TrackStep step = new TrackStep(names, entries, layer, proposal, emission);
    step.read();
    Standing standing = layer.commands().standing(emission);
    switch (standing) {
      case OUTLIVED ->
          throw new OutlivedException(
              proposal.delivery().layer(), emission.epoch(), layer.commands().greatestEpoch());
      case SHADOW, SUPERSEDED -> step.tellOnce(standing);
      case WAITING, LEADING -> step.send(standing);
    }
    return step.reaction(standing);
  }
}
