package io.tamiyo.host.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logs that are read in one call, with how far each has been read. A blocked XREAD costs Redis 1.5
 * ms on 1,000 keys, so a call names at most {@value #MOST_LOGS}.
 */
final class LogGroup {

  static final int MOST_LOGS = 64;

  private final Map<String, String> positions;

  private LogGroup(Map<String, String> positions) {
    this.positions = positions;
  }

  /** Divides logs into groups, in their order. */
  static List<LogGroup> divide(Map<String, String> positions) {
    List<LogGroup> groups = new ArrayList<>();
    Map<String, String> next = new LinkedHashMap<>();
    for (Map.Entry<String, String> log : positions.entrySet()) {
      next.put(log.getKey(), log.getValue());
      if (next.size() == MOST_LOGS) {
        groups.add(new LogGroup(next));
        next = new LinkedHashMap<>();
      }
    }
    if (!next.isEmpty()) {
      groups.add(new LogGroup(next));
    }
    return groups;
  }

  Map<String, String> positions() {
    return Map.copyOf(positions);
  }

  void advance(String stream, String entryId) {
    positions.put(stream, entryId);
  }
}
