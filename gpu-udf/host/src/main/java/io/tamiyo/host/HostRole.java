package io.tamiyo.host;

import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.PublisherCounts;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a host does beside the computation of its layers: it takes Tamiyo's commands and decides, or
 * follows the host that does. What is called each step and epoch belongs to the training thread.
 */
interface HostRole {

  /**
   * Takes commands or changes from now on, and has asked for the seeds' changes.
   *
   * @param step the training step that comes next
   */
  void start(long step);

  /** A step begins; what is due with it is asked for. */
  void beginStep(long step);

  /**
   * A step is done.
   *
   * @param changed whether weights of seeds began or ceased to count
   */
  void endStep(boolean changed);

  /** A training epoch is done. */
  void endEpoch();

  /** Takes a checkpoint; returns its id. */
  String checkpoint();

  /** The checkpoints that are there, oldest first. */
  List<String> checkpoints();

  /**
   * Puts the layers back to a checkpoint.
   *
   * @param step the training step that comes next
   */
  void restore(String checkpointId, long step);

  /** Where metrics are served. */
  Optional<URI> metrics();

  /** The seeds of each layer, in the order of the forward pass. */
  List<SeedTable> seeds();

  /** How often something failed, since the start. */
  long failures();

  /** What was sent so far. */
  PublisherCounts counts();

  /**
   * Ends in order.
   *
   * @return whether Redis has everything
   */
  boolean stop();
}
