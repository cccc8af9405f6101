package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.List;
import java.util.Set;

/**
 * What the enumerator remembers.
 *
 * @param started whether the streams that were there at the start have been found
 * @param known the streams that have a split, which a reader has or which waits for one
 * @param waiting the splits that no reader has
 */
public record EnumeratorState(boolean started, Set<String> known, List<StreamSplit> waiting) {

  /** A job that starts. */
  public static final EnumeratorState EMPTY = new EnumeratorState(false, Set.of(), List.of());

  public EnumeratorState {
    known = Set.copyOf(known);
    waiting = List.copyOf(waiting);
  }
}
