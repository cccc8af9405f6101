package io.tamiyo.operators.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Which numbers the remembered ids of a layer have; the ids themselves are in {@link RecentIds}.
 */
final class LayerIds {

  /** Ids that the first release remembered, which did not keep the number of the oldest. */
  private static final long FIRST_RELEASE_WINDOW = 10_000;

  private long next;
  private long oldest;

  /** No remembered id is older, milliseconds. */
  private long oldestTime;

  private @Nullable IdFilter filter;

  /**
   * @param next the number of the next id
   * @param oldest the number of the oldest remembered one
   */
  private LayerIds(long next, long oldest) {
    this.next = next;
    this.oldest = oldest;
    // Unknown until it is looked for.
    this.oldestTime = next == oldest ? Long.MAX_VALUE : Long.MIN_VALUE / 2;
  }

  /** What was kept. */
  static LayerIds of(IngestState state) {
    long oldest =
        state.oldestId() > 0
            ? state.oldestId() - 1
            : Math.max(0, state.identified() - FIRST_RELEASE_WINDOW);
    return new LayerIds(state.identified(), oldest);
  }

  /** A layer without ids. */
  static LayerIds none() {
    return new LayerIds(0, 0);
  }

  long next() {
    return next;
  }

  /** How many are remembered; those that came again later are counted where they were, too. */
  long remembered() {
    return next - oldest;
  }

  long oldest() {
    return oldest;
  }

  long oldestTime() {
    return oldestTime;
  }

  void oldestTime(long time) {
    oldestTime = time;
  }

  void forgetOldest() {
    oldest++;
    oldestTime = next == oldest ? Long.MAX_VALUE : Long.MIN_VALUE / 2;
  }

  /** Takes the next number for an id. */
  long add(String id, int window) {
    filter(window).add(id, next);
    if (next == oldest) {
      oldestTime = Long.MIN_VALUE / 2;
    }
    return next++;
  }

  IdFilter filter(int window) {
    IdFilter made = filter;
    if (made == null) {
      made = new IdFilter(window, next);
      filter = made;
    }
    return made;
  }
}
