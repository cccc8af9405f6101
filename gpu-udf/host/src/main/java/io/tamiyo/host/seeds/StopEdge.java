package io.tamiyo.host.seeds;

import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import java.util.List;
import java.util.Optional;

/** The edge by which a seed is taken out of the computation at once. */
public final class StopEdge {

  /**
   * In the current table exactly one of the first two follows each active state. CULLED serves
   * tables that allow neither.
   */
  private static final List<SeedState> BY_PREFERENCE =
      List.of(SeedState.CANCELLED, SeedState.ROLLED_BACK, SeedState.CULLED);

  private StopEdge() {}

  /**
   * Where a seed ends that is stopped: CANCELLED before it has touched the output, ROLLED_BACK
   * after, as the table allows. Empty when the seed is not active (dormant, fossilized and
   * embargoed seeds stay as they are), or when the table knows no way to stop it.
   */
  public static Optional<SeedState> of(LifecycleTable table, SeedState from) {
    if (!from.isActive()) {
      return Optional.empty();
    }
    return BY_PREFERENCE.stream().filter(end -> table.allows(from, end)).findFirst();
  }
}
