package io.tamiyo.host.commands;

import io.tamiyo.host.seeds.SeedTable;
import java.util.List;
import java.util.Map;

/**
 * The state of a layer at one record, in full.
 *
 * @param hostEpoch the life of the layer, part of every revision
 * @param seeds as they are
 * @param greatestJobEpoch of the markers so far
 * @param positions per log the last entry that is settled
 * @param applied remembered applications, oldest first
 * @param unpublished records whose messages Redis has not confirmed, in order
 * @param lastNumber number of the last record that it contains
 */
public record LayerSnapshot(
    long hostEpoch,
    SeedTable seeds,
    long greatestJobEpoch,
    Map<LogPlace.Log, String> positions,
    List<AppliedCommand> applied,
    List<LayerRecord> unpublished,
    long lastNumber) {

  /** Read a log from its very beginning. */
  public static final String BEGINNING = "0-0";

  public LayerSnapshot {
    positions = Map.copyOf(positions);
    applied = List.copyOf(applied);
    unpublished = List.copyOf(unpublished);
  }

  /**
   * A layer that has just been made. It reads its control log from the beginning, so that it meets
   * the marker of the present job; older commands name revisions of another host epoch.
   *
   * @param emergencyPosition the last emergency stop before its birth, which does not concern it
   */
  public static LayerSnapshot born(
      String layerId, long hostEpoch, int seeds, String emergencyPosition) {
    return new LayerSnapshot(
        hostEpoch,
        SeedTable.dormant(layerId, hostEpoch, seeds),
        0,
        Map.of(LogPlace.Log.CONTROL, BEGINNING, LogPlace.Log.EMERGENCY, emergencyPosition),
        List.of(),
        List.of(),
        0);
  }
}
