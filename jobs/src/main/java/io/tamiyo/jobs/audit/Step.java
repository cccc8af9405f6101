package io.tamiyo.jobs.audit;

import java.util.Locale;

/**
 * One message of a story.
 *
 * @param time of its entry, milliseconds since 1970
 * @param kind what it is
 * @param id its own id
 * @param text what it says, for people
 */
record Step(long time, Kind kind, String id, String text) {

  /** What a message is, in the order in which one leads to the next. */
  enum Kind {
    REQUEST,
    PLAN,
    COMMAND,
    ACKNOWLEDGEMENT,
    TRANSITION,
    BLUEPRINT,
    CHECKPOINT,
    ALERT;

    /** For a person. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
