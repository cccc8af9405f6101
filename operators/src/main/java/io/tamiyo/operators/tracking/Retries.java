package io.tamiyo.operators.tracking;

import java.util.List;
import java.util.Map;

/**
 * What became of commands whose answer is overdue.
 *
 * @param again entries to append
 * @param givenUp copies that are waited for no longer
 */
public record Retries(List<Map<String, byte[]>> again, List<PendingCopy> givenUp) {
  public Retries {
    again = List.copyOf(again);
    givenUp = List.copyOf(givenUp);
  }
}
