package io.tamiyo.host.store;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import java.util.Optional;

/**
 * The durable records of one layer. Used by one thread at a time.
 *
 * <p>After a kill of the process everything that {@link #append} has returned from is found again;
 * after a loss of power everything before the last {@link #commit}, if the store syncs.
 */
public interface LayerStore extends AutoCloseable {

  /**
   * The layer as its records leave it, or empty when it is new and {@link #begin} is due.
   *
   * @throws StoreFailure when the records can't be read or do not follow from each other
   */
  Optional<LayerState> recover();

  /**
   * Begins the life of a layer, durably.
   *
   * @throws StoreFailure when that fails
   */
  void begin(LayerSnapshot born);

  /**
   * Adds a record.
   *
   * @throws StoreFailure when it can't be written; the store is then as before the call, or, if
   *     that can't be achieved either, refuses everything from then on
   */
  void append(LayerRecord layerRecord);

  /**
   * Makes everything that was appended durable, in one go for a group of records.
   *
   * @throws StoreFailure when that fails; what was appended may or may not be durable, and the
   *     store refuses everything from then on
   */
  void commit();

  /** Whether the records have outgrown their bound, so that {@link #compact} is due. */
  boolean isOutgrown();

  /**
   * Replaces all records by a snapshot of the state that they lead to, durably and at once.
   *
   * @throws StoreFailure when that fails; the records are then kept
   */
  void compact(LayerSnapshot snapshot);

  @Override
  void close();
}
