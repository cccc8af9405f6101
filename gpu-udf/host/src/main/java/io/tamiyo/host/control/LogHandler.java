package io.tamiyo.host.control;

import java.util.List;

/** Takes what a log reader reads. */
@FunctionalInterface
public interface LogHandler {

  /**
   * Settles entries of one log, in their order. When it returns, they are not read again in the
   * life of this reader; whether a later one meets them again is up to the position at which it
   * starts.
   */
  void onEntries(String stream, List<LogEntry> entries);
}
