package io.tamiyo.host.commands;

import java.util.Objects;

/**
 * Where a message stood. An entry may hold several; it is settled with the last of them, so that a
 * host that dies between them reads the entry again.
 *
 * @param log the log that held it
 * @param entryId its Redis entry id there
 * @param ordinal which message of the entry, from 0
 * @param last whether the entry is settled with it
 */
public record LogPlace(Log log, String entryId, int ordinal, boolean last) {

  /** The logs that a layer follows; each has a position of its own. */
  public enum Log {
    /** The layer's control log. */
    CONTROL,
    /** The emergency stream, which all layers of an installation share. */
    EMERGENCY
  }

  public LogPlace {
    Objects.requireNonNull(log, "log is missing");
    Objects.requireNonNull(entryId, "entry id is missing");
  }

  /** The only message of an entry of the layer's control log. */
  public static LogPlace control(String entryId) {
    return new LogPlace(Log.CONTROL, entryId, 0, true);
  }

  /** The only message of an entry of the emergency stream. */
  public static LogPlace emergency(String entryId) {
    return new LogPlace(Log.EMERGENCY, entryId, 0, true);
  }
}
