package io.tamiyo.operators.mirror;

import java.util.Map;

/** What a mirror does with an entry. */
sealed interface MirrorDecision {

  /** It is taken to the other region. */
  record Copied(Map<String, byte[]> fields) implements MirrorDecision {}

  /** It is left where it is, as the route asks: it was there before, or comes another way. */
  record Stays() implements MirrorDecision {}

  /**
   * Nobody knows where it was, so that it might go round: it is left where it is, and told.
   *
   * @param field that is not as expected
   * @param why what was found and expected
   */
  record Unreadable(String field, String why) implements MirrorDecision {}
}
